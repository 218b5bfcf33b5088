import Glibc
import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Files of runs that are truncated, or change, while a ledger is open and has read them: every
/// answer is right, nothing wrong is written, and the process survives.
@Suite final class LostRunTests {
  private let directory: TestDirectory
  private let members = (0..<23).map { MemberIdentifier.named("m\($0)") }
  private var options = Ledger.Options()
  private let clock = ManualClock(.hour(0))
  /// The points of each member, and the references that were posted.
  private var points = [Int](repeating: 0, count: 23)
  private var posted = 0

  init() throws {
    directory = try TestDirectory()
    options.sealing = .inline
    options.flushInterval = 16
    // Next to nothing stays in memory: everything is read from runs.
    options.memory = 4 << 10
    options.clock = clock
  }

  private var path: String { directory.path }

  private var names: [String] { (try? PosixFileSystem().list(path)) ?? [] }

  private func make() throws -> Ledger {
    let ledger = try Ledger.create(at: path, options: options)
    try post(to: ledger, count: 340)
    try ledger.close()
    return try Ledger.open(at: path, options: options)
  }

  private func post(to ledger: Ledger, count: Int) throws {
    for _ in 0..<count {
      let number = posted % members.count
      let reference = Reference.named("r\(posted)")
      let isEarn = posted % 5 < 3
      let answer = try ledger.post(
        isEarn
          ? .earn(10, for: members[number], reference: reference)
          : .redeem(7, from: members[number], reference: reference))
      let isPossible = isEarn || points[number] >= 7
      #expect((answer.name == "posted") == isPossible, "\(reference): \(answer.name)")
      if isPossible { points[number] += isEarn ? 10 : -7 }
      posted += 1
    }
  }

  private func ask(_ ledger: Ledger, _ what: String) throws {
    for (number, member) in members.enumerated() {
      let available = try ledger.balance(of: member)?.available
      #expect(available == .of(points[number]), "\(what): \(member)")
      let lots = try ledger.lots(of: member).reduce(0) { $0 + $1.remaining.minorUnits }
      #expect(lots == Int64(points[number]), "\(what): \(member)")
    }
    for number in stride(from: 0, to: posted, by: 13) {
      #expect(try ledger.entry(reference: .named("r\(number)")) != nil, "\(what): r\(number)")
    }
    #expect(try ledger.balance(of: .named("nobody")) == nil)
  }

  /// Changes the file of each run in place.
  private func spoil(_ change: (_ descriptor: Int32, _ size: Int) -> Void) {
    for name in names where name.hasPrefix("run-") {
      let descriptor = open(path + "/" + name, O_RDWR)
      change(descriptor, Int(lseek(descriptor, 0, SEEK_END)))
      close(descriptor)
    }
  }

  @Test(arguments: [0, 100, 4_096, 5_000, 12_288])
  func aWriterAndAReaderLiveOnWhenRunsAreCut(_ length: Int) throws {
    let ledger = try make()
    let reader = try Ledger.openForReading(at: path, options: options)
    try ask(ledger, "before")
    try ask(reader, "before, reading")
    spoil { descriptor, _ in ftruncate(descriptor, off_t(length)) }
    try ask(reader, "cut, reading")
    try post(to: ledger, count: 100)
    try ask(ledger, "cut")
    spoil { descriptor, _ in ftruncate(descriptor, off_t(length)) }
    try ask(ledger, "cut again")
    try post(to: ledger, count: 40)
    _ = try reader.refresh()
    try ask(reader, "at last, reading")
    try ledger.close()
    #expect(Ledger.verify(at: path, options: options).problems == [])
  }

  @Test func nothingWrongIsWrittenWhenPagesChangeAfterTheyWereChecked() throws {
    let ledger = try make()
    try ask(ledger, "before")
    // Every byte after the headers of the pages: everything read from there is wrong.
    spoil { descriptor, size in
      for unit in stride(from: 4_096, to: size - 4_096, by: 4_096) {
        var bytes = [UInt8](repeating: 0, count: 4_080)
        pread(descriptor, &bytes, bytes.count, unit + 16)
        guard bytes.contains(where: { $0 != 0 }) else { continue }
        for index in stride(from: 20, to: 2_000, by: 9) { bytes[index] ^= 1 }
        pwrite(descriptor, bytes, bytes.count, unit + 16)
      }
    }
    // The results of a filter or a directory are trusted for ten seconds.
    PageAge.skip(11)
    try post(to: ledger, count: 200)
    try ask(ledger, "after")
    try ledger.close()
    #expect(Ledger.verify(at: path, options: options).problems == [])
  }
}
