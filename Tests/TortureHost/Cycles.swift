import Glibc
import PointsLedger

/// `cycles DIRECTORY MODE COUNT`: opens, uses and closes or drops a ledger again and again. Prints
/// how many descriptors and threads and how much memory (kB) the process has after each quarter.
func cycles(_ arguments: Arguments) throws {
  let (mode, count) = (arguments.text(1), arguments.number(2))
  guard let cycle = cycleModes[mode] else { fail("there is no mode \(mode)") }
  for number in 0..<count {
    try cycle(arguments.text(0), number)
    guard (number + 1) % max(1, count / 4) == 0 else { continue }
    // Threads that are ending may need a moment.
    for _ in 0..<200 where entries(of: "/proc/self/task") > 1 { usleep(1_000) }
    let (descriptors, threads) = (entries(of: "/proc/self/fd"), entries(of: "/proc/self/task"))
    say("\(number + 1) descriptors \(descriptors) threads \(threads) memory \(memory())")
  }
}

private let cycleModes: [String: @Sendable (_ directory: String, _ number: Int) throws -> Void] = [
  "close": { directory, _ in try opened(directory).close() },
  "drop": { directory, _ in _ = try opened(directory) },
  "post": { directory, number in
    let ledger = try opened(directory)
    try postOne(ledger, number)
    try ledger.close()
  },
  "post-drop": { directory, number in try postOne(opened(directory), number) },
  "async": { directory, number in
    let ledger = try opened(directory)
    let post = somePost(number)
    _ = try awaiting { try await ledger.post(post) }
    try ledger.close()
  },
  "read": { directory, _ in
    let ledger = try Ledger.openForReading(at: directory, options: hostOptions())
    try lookAround(ledger)
    try ledger.close()
  },
  "read-drop": { directory, _ in
    try lookAround(Ledger.openForReading(at: directory, options: hostOptions()))
  },
  "entry": { directory, _ in
    _ = try Ledger.openForReading(at: directory).entry(at: SequenceNumber(0))
  },
  "verify": { directory, _ in
    let report = Ledger.verify(at: directory, options: hostOptions())
    if !report.isSound { say("wrong verify: \(report.problems.prefix(3))") }
  },
  "replay": { directory, _ in
    let ledger = try Ledger.openForReading(at: directory, options: hostOptions())
    _ = try ledger.replay()
    try ledger.close()
  },
  "fail": { directory, _ in
    for path in [directory + "/none", directory + "/LOCK"] {
      do {
        _ = try Ledger.open(at: path, options: hostOptions())
        say("wrong: \(path) was opened")
      } catch {}
    }
  },
  "locked": { directory, _ in
    let first = try opened(directory)
    do {
      _ = try Ledger.open(at: directory, options: hostOptions())
      say("wrong: two writers")
    } catch {
      if (error as? LedgerError)?.code != .locked { say("wrong: \(error)") }
    }
    try first.close()
  },
]

/// Opens it for writing; a ledger that was dropped may need a moment to release the lock.
private func opened(_ directory: String) throws -> Ledger {
  for _ in 0..<100 {
    do {
      return try Ledger.open(at: directory, options: hostOptions())
    } catch {
      guard error.code == .locked else { throw error }
      usleep(10_000)
    }
  }
  return try Ledger.open(at: directory, options: hostOptions())
}

private func somePost(_ number: Int) -> Post {
  .earn(1, for: member("c\(number % 100)"), reference: reference("c\(getpid()).\(number)"))
}

private func postOne(_ ledger: Ledger, _ number: Int) throws {
  _ = try ledger.post(somePost(number))
}

private func lookAround(_ ledger: Ledger) throws {
  _ = try ledger.balances()
  _ = try ledger.entry(at: SequenceNumber(0))
  _ = try ledger.info()
}

/// The number of entries in a directory, without `.` and `..`.
private func entries(of path: String) -> Int {
  guard let directory = opendir(path) else { return -1 }
  defer { closedir(directory) }
  var count = 0
  while readdir(directory) != nil { count += 1 }
  return path.hasSuffix("fd") ? count - 3 : count - 2
}

/// The process's memory in kB, without mapped files.
private func memory() -> Int {
  let file = open("/proc/self/status", O_RDONLY)
  guard file >= 0 else { return -1 }
  defer { close(file) }
  var bytes = [UInt8](repeating: 0, count: 8_192)
  let count = read(file, &bytes, bytes.count)
  let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon") }) else {
    return -1
  }
  return Int(line.filter(\.isNumber)) ?? -1
}
