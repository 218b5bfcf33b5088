import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A dump, imported into a new ledger, makes the same ledger")
struct DumpAndImportTests {
  private static func dump(_ ledger: Ledger, _ format: InterchangeFormat) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = InterchangeWriter(format: format)
    writer.appendHeader(to: &bytes)
    let units = ledger.units
    try ledger.forEachEntry { entry in
      let unit = entry.post.unit ?? units[0].code
      let scale = units.first { $0.code == unit }?.scale ?? 0
      writer.append(entry, scale: UInt8(scale), to: &bytes)
      return true
    }
    return bytes
  }

  /// An empty ledger with the same units.
  private static func twin(of shop: Shop, at instant: Instant) throws -> Shop {
    let units = FullSession.units
    let twin = try Shop(units[0].terms, more: Array(units.dropFirst()))
    return twin.at(instant)
  }

  private static func run(
    _ bytes: [UInt8], _ format: InterchangeFormat, into ledger: Ledger
  ) -> ImportResult {
    Importer(into: ledger).run(format: format, source: InterchangeReader.source(of: bytes))
  }

  @Test(
    "the whole session, in both formats; once more adds nothing",
    arguments: InterchangeFormat.allCases)
  func session(format: InterchangeFormat) throws {
    let shop = try FullSession.finished()
    let bytes = try Self.dump(shop.ledger, format)
    let twin = try Self.twin(of: shop, at: .day(25))
    let result = Self.run(bytes, format, into: twin.ledger)
    guard case .finished = result.end else {
      Issue.record("\(result.end)")
      return
    }
    #expect(try twin.ledger.stateDigest() == shop.ledger.stateDigest())
    #expect(twin.ledger.nextSequence == shop.ledger.nextSequence)
    let instants = try Picture.instants(of: shop.ledger)
    #expect(try Picture(of: twin.ledger, at: instants) == Picture(of: shop.ledger, at: instants))
    #expect(twin.verify().problems == [])

    let end = twin.ledger.nextSequence
    let again = Self.run(bytes, format, into: twin.ledger)
    #expect(again.posted == 0 && again.refused == 0 && twin.ledger.nextSequence == end)
  }

  @Test("random ledgers: posts of every kind with colliding dates, groups and refusals")
  func randomLedgers() throws {
    let start = UInt64.random(in: 0...1_000_000)
    for seed in start..<start + 6 {
      let shop = try Shop(
        FullSession.units[0].terms, more: Array(FullSession.units.dropFirst()))
      try RandomSession(seed: seed).run(on: shop, steps: 150)
      let bytes = try Self.dump(shop.ledger, .csv)
      let twin = try Self.twin(of: shop, at: shop.clock.now())
      let result = Self.run(bytes, .csv, into: twin.ledger)
      guard case .finished = result.end else {
        Issue.record("\(result.end), seed \(seed)")
        continue
      }
      let same = try twin.ledger.stateDigest() == shop.ledger.stateDigest()
      #expect(same, "seed \(seed)")
      #expect(twin.ledger.nextSequence == shop.ledger.nextSequence, "seed \(seed)")
    }
  }
}
