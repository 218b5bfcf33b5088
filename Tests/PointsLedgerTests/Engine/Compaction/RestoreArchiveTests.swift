import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("An archive joins only the ledger that it was taken from, as it was made")
struct RestoreArchiveTests {
  private static let archive = "/archive"
  private static let joined = "/joined"

  /// A ledger of 1,500 earns, of which 1,024 go into the archive.
  private static func compacted() throws -> Shop {
    let shop = try Shop { $0.sealing = .inline }
    for number in 1..<1_500 {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .anna, reference: .named("e\(number)")))
    }
    _ = try shop.ledger.compact(before: .day(0, hour: 1_200), into: .directory(archive))
    return shop
  }

  private func refusal(_ shop: Shop, _ archive: String = archive, _ into: String = joined)
    -> LedgerError?
  {
    do throws(LedgerError) {
      _ = try shop.ledger.restore(archive: archive, into: into)
      return nil
    } catch { return error }
  }

  @Test("joined, the ledger has the same root, state and entries, and goes on")
  func joins() throws {
    let shop = try Self.compacted()
    let report = try shop.ledger.restore(archive: Self.archive, into: Self.joined)
    #expect(try report.root == shop.ledger.info().root)
    #expect(try report.stateDigest == shop.ledger.stateDigest())
    let joined = try Ledger.open(at: Self.joined, options: shop.options)
    #expect(try joined.cut() == nil)
    #expect(try joined.entry(reference: .named("e5"))?.sequence == SequenceNumber(5))
    let again = try joined.post(
      .earn(2, for: .anna, reference: .named("e5"), occurred: .day(0, hour: 5)))
    #expect(again.name != "posted")
    let next = try joined.post(.reverse(of: .named("e6"), for: .anna, reference: .named("v")))
    #expect(next.name == "posted")
    try joined.close()
    #expect(Ledger.verify(at: Self.joined, options: shop.options).problems == [])
  }

  @Test("what does not fit is refused, and leaves nothing behind") func misfits() throws {
    let shop = try Self.compacted()
    #expect(refusal(shop, Shop.path)?.code == .damaged)
    #expect(refusal(shop, "/nowhere")?.code == .noSuchLedger)
    #expect(refusal(shop, Self.archive, Shop.path)?.code == .alreadyExists)
    // The archive of another ledger.
    let other = try Self.compacted()
    try shop.system.makeDirectory("/other")
    for (path, bytes) in other.system.files() where path.hasPrefix(Self.archive) {
      shop.system.setBytes(bytes, of: "/other" + path.dropFirst(Self.archive.count))
    }
    #expect(refusal(shop, "/other")?.code == .damaged)
    // An older one does not join.
    _ = try shop.at(.day(90)).ledger.compact(
      before: .day(0, hour: 1_500), into: .directory("/second"))
    let older = refusal(shop)
    #expect(older?.code == .damaged && older?.message.contains("that is needed") == true)
    #expect(try shop.system.status(of: Self.joined) == nil)
    #expect(refusal(shop, "/second") == nil)
  }

  @Test("an archive that was changed by a byte, wherever it is, is refused") func changes() throws {
    let shop = try Self.compacted()
    let names = try shop.system.list(Self.archive).filter {
      $0.hasSuffix(".seg") || $0.hasSuffix(".text") || $0.hasPrefix("MANIFEST")
    }
    #expect(names.count == 3)
    for name in names {
      let path = "\(Self.archive)/\(name)"
      let bytes = try #require(shop.system.files()[path])
      for place in [9, bytes.count / 3, bytes.count / 2, bytes.count - 1] {
        var changed = bytes
        changed[place] ^= 1
        shop.system.setBytes(changed, of: path)
        #expect(refusal(shop) != nil, "\(name) at \(place)")
        #expect(try shop.system.status(of: Self.joined) == nil)
      }
      shop.system.setBytes(bytes, of: path)
    }
    #expect(refusal(shop) == nil)
  }

  @Test("nothing was dropped, or it was discarded") func nothing() throws {
    let shop = try Shop { $0.sealing = .inline }
    #expect(refusal(shop)?.code == .outOfRange)
    for number in 1..<1_200 {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .anna, reference: .named("e\(number)")))
    }
    _ = try shop.ledger.compact(before: .day(0, hour: 1_199), into: .discard(entries: 1_024))
    #expect(refusal(shop)?.message.contains("discarded") == true)
  }
}
