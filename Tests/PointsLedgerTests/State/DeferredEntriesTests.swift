import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// A reader applies the entries after the runs only to the accounts that it is asked for.
@Suite struct DeferredEntriesTests {
  private static let path = "/ledger"
  private let clock = ManualClock(.hour(0))
  private var options = Ledger.Options()

  init() {
    options.fileSystem = SimulatedFileSystem()
    options.sealing = .inline
    options.flushInterval = 16
    options.memory = 4 << 10
    options.clock = clock
  }

  private func member(_ number: Int) throws -> MemberIdentifier {
    try #require(MemberIdentifier("m\(number % 7)"))
  }

  /// Earns that soon expire, and redeems, an hour apart.
  private func fill(_ ledger: Ledger, _ numbers: Range<Int>) throws {
    for number in numbers {
      clock.set(.hour(number))
      let reference = try #require(Reference("r\(number)"))
      let post: Post =
        number % 3 == 2
        ? .redeem(4, from: try member(number), reference: reference)
        : .earn(
          10, for: try member(number), reference: reference, expires: .hour(number + 30))
      _ = try ledger.post(post)
    }
  }

  private func expectSame(_ reader: Ledger, _ writer: Ledger) throws {
    for number in 0..<7 {
      let member = try member(number)
      #expect(try reader.balance(of: member) == writer.balance(of: member))
      #expect(try reader.lots(of: member).count == writer.lots(of: member).count)
      #expect(
        try reader.history(of: member).map(\.sequence)
          == writer.history(of: member).map(\.sequence))
    }
    #expect(try reader.balances().map(\.balance) == writer.balances().map(\.balance))
    #expect(try reader.stateDigest() == writer.stateDigest())
  }

  @Test func whatNobodyAsksForIsNotApplied() throws {
    let writer = try Ledger.create(at: Self.path, options: options)
    try fill(writer, 0..<94)
    let reader = try Ledger.openForReading(at: Self.path, options: options)
    let tail = reader.door.change { core in
      core.decider.state.nextSequence - core.decider.state.runs.end
    }
    #expect(tail > 3, "the test needs entries after the runs")
    #expect(resident(in: reader) == 0)
    // The last post is about this one.
    #expect(try reader.balance(of: try member(93)) == writer.balance(of: try member(93)))
    #expect(resident(in: reader) == 1)
    for number in 80..<90 {
      let reference = try #require(Reference("r\(number)"))
      #expect(
        try reader.entry(reference: reference)?.sequence
          == writer.entry(reference: reference)?.sequence)
    }
    try expectSame(reader, writer)
    #expect(reader.indexNotes.isEmpty)
  }

  private func resident(in ledger: Ledger) -> Int {
    ledger.door.change { $0.decider.state.accounts.table.residentCount }
  }

  @Test(arguments: [0, 1]) func aReaderThatFollowsAWriterSeesTheSame(_ asked: Int) throws {
    let writer = try Ledger.create(at: Self.path, options: options)
    try fill(writer, 0..<40)
    let reader = try Ledger.openForReading(at: Self.path, options: options)
    for start in stride(from: 40, to: 100, by: 5) {
      try fill(writer, start..<start + 5)
      #expect(try reader.refresh())
      // Some accounts are in memory when more entries change them, others are not.
      for number in 0..<asked * 3 { _ = try reader.balance(of: try member(number)) }
    }
    try expectSame(reader, writer)
  }

  @Test func whatIsRememberedIsForgottenWhenMoreIsDeferred() throws {
    let writer = try Ledger.create(at: Self.path, options: options)
    try fill(writer, 0..<94)
    let reader = try Ledger.openForReading(at: Self.path, options: options)
    // This one has no deferred entries, and is not brought into memory.
    #expect(try reader.balance(of: try member(3)) == writer.balance(of: try member(3)))
    #expect(resident(in: reader) == 0)
    #expect(reader.door.change { $0.decider.state.balanceCache.count } == 1)
    for number in 94..<101 {
      try fill(writer, number..<number + 1)
      #expect(try reader.refresh())
      #expect(try reader.balance(of: try member(3)) == writer.balance(of: try member(3)))
    }
  }

  @Test func aReaderGoesOnFromNewerRunsBeforeItKeepsTooMuch() throws {
    var options = options
    options.flushInterval = 4
    let writer = try Ledger.create(at: Self.path, options: options)
    try fill(writer, 0..<40)
    let reader = try Ledger.openForReading(at: Self.path, options: options)
    let longest = options.flushInterval << 7
    for start in stride(from: 40, to: 740, by: 100) {
      try fill(writer, start..<start + 100)
      #expect(try reader.refresh())
      let tail = reader.door.change { core in
        core.decider.state.nextSequence - core.decider.state.runs.end
      }
      #expect(tail <= longest * 2)
    }
    #expect(reader.door.change { $0.decider.state.runs.end } > longest)
    try expectSame(reader, writer)
  }

  @Test func anEntryThatDoesNotFollowTheRunsMakesThemUseless() throws {
    let writer = try Ledger.create(at: Self.path, options: options)
    try fill(writer, 0..<60)
    let reader = try Ledger.openForReading(at: Self.path, options: options)
    // The values of the runs, as if they were of another history.
    reader.door.change { core in
      core.decider.state.accounts.withTable { table in
        let entry = ByteWriter(reserving: 1)
        unsafe entry.span.withUnsafeBytes { bytes in
          let late = unsafe EncodedEntry(body: ByteReader(bytes), sequence: 1, posted: 0)
          for number in 0..<UInt64(7) { table.deferEntry(late, changing: number) }
        }
      }
    }
    #expect(try reader.balance(of: try member(1)) == writer.balance(of: try member(1)))
    #expect(reader.indexNotes.contains { $0.contains("do not follow from it") })
    try expectSame(reader, writer)
  }
}
