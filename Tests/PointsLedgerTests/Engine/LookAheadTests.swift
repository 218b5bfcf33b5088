import LedgerTestSupport
import Testing

@testable import PointsLedger

/// What is found in runs beside the judging changes no answer.
@Suite struct LookAheadTests {
  private static let path = "/ledger"
  private static let seed: UInt64 = 20_261_127

  private static func options(interval: UInt64?) -> Ledger.Options {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    options.sealing = .inline
    options.durability = .buffered
    options.clock = SettableClock(.hour(2_000))
    if let interval {
      options.captureInterval = interval
      // Four accounts may stay in memory.
      options.memory = 4 << 10
    } else {
      options.keepsRuns = false
    }
    return options
  }

  /// Rows of many members that come again and again, whose points expire between.
  private static func rows(_ count: Int) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var text = "time,kind,member,points,reference,expires\n"
    for number in 0..<count {
      let member = "m\(Int.random(in: 0..<97, using: &random))"
      let (time, end) = (Instant.hour(number / 4), Instant.hour(number / 4 + 90))
      text +=
        Int.random(in: 0..<4, using: &random) == 0
        ? "\(time),redeem,\(member),\(Int.random(in: 1...40, using: &random)),r\(number),\n"
        : "\(time),earn,\(member),\(Int.random(in: 1...30, using: &random)),r\(number),\(end)\n"
    }
    return Array(text.utf8)
  }

  private static func digest(_ rows: [UInt8], _ options: Ledger.Options, batch: Int) throws
    -> String
  {
    let ledger = try Ledger.create(at: path, options: options)
    var importer = Importer(into: ledger)
    importer.batchSize = batch
    let result = importer.run(format: .csv, source: InterchangeReader.source(of: rows))
    guard case .finished = result.end else { throw Shop.WrongAnswer(description: "\(result.end)") }
    #expect(result.refused > 0 && result.posted > result.refused)
    let digest = try ledger.stateDigest()
    try ledger.close()
    #expect(Ledger.verify(at: path, options: options).problems.isEmpty)
    return digest
  }

  @Test("an import with little memory comes to the same as one with all in memory (seed 20261127)")
  func anImportWithLittleMemoryComesToTheSame() throws {
    let rows = Self.rows(1_200)
    let right = try Self.digest(rows, Self.options(interval: nil), batch: 512)
    for (interval, batch) in [(4, 3), (16, 64), (64, 512)] {
      let found = try Self.digest(rows, Self.options(interval: UInt64(interval)), batch: batch)
      #expect(found == right, "runs of \(interval), batches of \(batch)")
    }
  }

  @Test("what was found before another run came is not taken up")
  func whatIsOutOfDateIsNotTakenUp() throws {
    let ledger = try Ledger.create(at: Self.path, options: Self.options(interval: 4))
    let member = try #require(MemberIdentifier("m0"))
    func earn(_ points: Points, _ member: MemberIdentifier, _ number: Int) throws -> Post {
      .earn(points, for: member, reference: try #require(Reference("r\(number)")))
    }
    // Eight entries with the unit's: the runs have the member's ten points.
    for number in 0..<7 {
      let other = try #require(MemberIdentifier("other\(number)"))
      _ = try ledger.postQuickly(
        [try earn(10, number == 0 ? member : other, number)], atomic: false)
    }
    var lookAhead = ledger.lookAhead()
    let next = [try earn(1, member, 100)]
    let looked = lookAhead.find(for: next)
    let found = try #require(looked)
    #expect(found.accounts.count == 1)
    #expect(found.accounts.first?.value.lots.total == 10)
    // They change, go into runs, and out of memory.
    for number in 0..<40 {
      let other = try #require(MemberIdentifier("later\(number)"))
      _ = try ledger.postQuickly(
        [try earn(5, number == 0 ? member : other, 200 + number)], atomic: false)
    }
    _ = try ledger.handOver(next, atomic: false, found: found).wait()
    #expect(try ledger.balance(of: member).available == 16)
    try ledger.close()
  }
}
