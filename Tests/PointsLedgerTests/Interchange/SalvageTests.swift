import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("What can be read of a damaged ledger is saved as rows, with a list of what is not")
struct SalvageTests {
  private static let folder = "/saved"

  /// A closed ledger with some segments; a byte of the segment with this number is changed.
  private static func damaged(_ number: Int) throws -> (shop: Shop, total: UInt64, posts: [Post]) {
    let shop = try Shop {
      $0.sealing = .inline
      $0.limitLogs(toBytes: 32_768)
    }
    let posts = (0..<200).map {
      Post.earn(2, for: $0 < 100 ? .anna : .ben, reference: .named("e\($0)"))
    }
    for post in posts { try shop.accept(post) }
    let total = shop.ledger.nextSequence.value
    try shop.ledger.close()
    let segments = try shop.system.list(Shop.path).filter { $0.hasSuffix(".seg") }.sorted()
    let path = "\(Shop.path)/\(segments[number])"
    var bytes = try #require(shop.system.files()[path])
    bytes[200] ^= 1
    shop.system.setBytes(bytes, of: path)
    return (shop, total, posts)
  }

  private static func rows(_ shop: Shop) throws -> [UInt8] {
    try #require(shop.system.files()["\(folder)/entries.jsonl"])
  }

  @Test("rows and gaps are all entries, and the rows are those of a dump", arguments: [0, 1])
  func rows(number: Int) throws {
    let (shop, total, posts) = try Self.damaged(number)
    let result = try Ledger.salvage(at: Shop.path, into: Self.folder, options: shop.options)
    let lost = result.gaps.reduce(UInt64(0)) { $0 + ($1.last.value - $1.first.value + 1) }
    #expect(result.gaps.count == 1 && result.faults.count == 1)
    #expect(lost > 10 && lost < total / 2 && result.entries + lost == total)
    let gap = try #require(result.gaps.first)
    let text = String(decoding: try Self.rows(shop), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == Int(result.entries))
    for (index, post) in posts.enumerated() {
      // Entry 0 is the unit.
      let isLost = gap.first.value...gap.last.value ~= UInt64(index + 1)
      #expect(text.contains("\"reference\":\"\(post.reference)\"") != isLost)
    }
    // The names of members whose first entry was lost come from the state.
    #expect(lines.allSatisfy { $0.contains("\"member\":") || $0.contains("\"kind\":\"unit\"") })
  }

  @Test("without the index, entries about members who were lost are gaps") func nameless() throws {
    let (shop, total, _) = try Self.damaged(0)
    for name in try shop.system.list(Shop.path) where name.hasSuffix(".idx") {
      shop.system.remove("\(Shop.path)/\(name)")
    }
    let result = try Ledger.salvage(at: Shop.path, into: Self.folder, options: shop.options)
    let lost = result.gaps.reduce(UInt64(0)) { $0 + ($1.last.value - $1.first.value + 1) }
    #expect(result.entries + lost == total && result.gaps.count == 2)
    #expect(result.gaps.last?.reason == "names a member or a unit that was lost")
  }

  @Test("a folder that exists stays as it is") func existing() throws {
    let (shop, _, _) = try Self.damaged(0)
    try shop.system.makeDirectory(Self.folder)
    let error = #expect(throws: LedgerError.self) {
      try Ledger.salvage(at: Shop.path, into: Self.folder, options: shop.options)
    }
    #expect(error?.code == .alreadyExists)
  }
}
