import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Erasing in a ledger that was compacted")
struct ErasureBaseTests {
  private static let archive = "/archive"

  /// Anna's oldest entries are in the base and the archive, the newer ones in segments.
  private static func shop() throws -> Shop {
    let shop = try ErasureTests.shop()
    try ErasureTests.fill(shop, count: 520)
    shop.at(.day(3))
    try shop.accept(.earn(1, for: .dora, reference: .named("d0")))
    let result = try shop.ledger.compact(before: .day(2), into: .directory(archive))
    #expect(result.droppedEntries >= 1_024)
    try shop.accept(
      .earn(4, for: ErasureTests.other, reference: .named("x"), texts: EntryTexts(memo: "of cleo")))
    return shop
  }

  @Test("the base and the archive have nothing of the member any more; the root stays")
  func erased() throws {
    let shop = try Self.shop()
    let result = try shop.ledger.erase(ErasureTests.other)
    #expect(result.rootBefore == result.rootAfter && result.untouchedArchives == [])
    #expect(ErasureTests.found(in: shop.system) == [])
    #expect(try shop.ledger.balance(of: ErasureTests.other) == nil)
    let digest = try shop.ledger.stateDigest()
    try shop.reopen()
    #expect(try shop.ledger.stateDigest() == digest)
    try shop.accept(.earn(3, for: ErasureTests.anna, reference: .named("n1")))
    try shop.ledger.close()
    let report = shop.verify()
    #expect(report.problems == [] && report.failure == nil)
    let archive = Ledger.verify(at: Self.archive, options: shop.options)
    #expect(archive.problems == [] && archive.failure == nil)
  }

  @Test("an archive that is not there is named")
  func missing() throws {
    let shop = try Self.shop()
    for path in shop.system.files().keys where path.hasPrefix(Self.archive) {
      shop.system.remove(path)
    }
    let result = try shop.ledger.erase(ErasureTests.other)
    #expect(result.untouchedArchives == [Self.archive])
    #expect(shop.verify().problems == [])
  }
}
