import Glibc

/// This program in a child process, whose memory is watched from outside.
final class ChildProcess {
  private let process: pid_t
  private let output: Int32
  /// The highest values seen, in MiB.
  private(set) var peakAnonymous = 0.0
  private(set) var peakResident = 0.0

  private static let samplingMilliseconds: Int32 = 50
  private var status = [UInt8](repeating: 0, count: 8_192)

  init(_ arguments: [String]) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { fatalError("there is no pipe: \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    let program = "/proc/self/exe"
    var words = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    var process: pid_t = 0
    let result = posix_spawn(&process, program, &actions, nil, words, environ)
    guard result == 0 else { fatalError("this program cannot be started again: \(result)") }
    for word in words { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    close(ends[1])
    self.process = process
    output = ends[0]
  }

  /// Passes every line of the child's output to `take` until the child ends. The child must exit
  /// successfully.
  func follow(_ take: (String) -> Void) {
    var rest: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
      var ready = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let count = poll(&ready, 1, Self.samplingMilliseconds)
      sample()
      guard count > 0 else { continue }
      let length = read(output, &chunk, chunk.count)
      guard length > 0 else { break }
      for byte in chunk[..<length] {
        if byte == 0x0A {
          take(String(decoding: rest, as: UTF8.self))
          rest.removeAll(keepingCapacity: true)
        } else {
          rest.append(byte)
        }
      }
    }
    close(output)
    var status: Int32 = 0
    guard waitpid(process, &status, 0) == process, status == 0 else {
      print("a part of the measurement failed: status \(status)")
      exit(1)
    }
  }

  private func sample() {
    let file = open("/proc/\(process)/status", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    let count = read(file, &status, status.count)
    let text = status[..<max(0, count)]
    if let most = Self.kibibytes("RssAnon:", in: text) {
      peakAnonymous = max(peakAnonymous, most / 1_024)
    }
    if let most = Self.kibibytes("VmHWM:", in: text) {
      peakResident = max(peakResident, most / 1_024)
    }
  }

  /// Returns the number in the line that begins with `name`. Strings would be simpler, but they
  /// would take a tenth of a processor from the measured program.
  private static func kibibytes(_ name: StaticString, in text: ArraySlice<UInt8>) -> Double? {
    let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    var rest = text
    while !rest.isEmpty {
      if rest.starts(with: name) {
        let digits = rest.dropFirst(name.count).drop { $0 == 0x20 || $0 == 0x09 }
        return digits.prefix { $0 >= 0x30 && $0 <= 0x39 }.reduce(0) { $0 * 10 + Double($1 - 0x30) }
      }
      rest = rest.drop { $0 != 0x0A }.dropFirst()
    }
    return nil
  }
}
