import LedgerProof
import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("An archive is only taken as what was dropped if it is that")
struct ArchiveCheckTests {
  private static let archive = "/archive"
  private let shop: Shop
  private let tree: CompactRange

  init() throws {
    shop = try Shop { $0.sealing = .inline }
    for number in 1..<2_300 {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .anna, reference: .named("e\(number)")))
    }
    _ = try shop.ledger.compact(before: .day(0, hour: 2_000), into: .directory(Self.archive))
    tree = try #require(try shop.ledger.log.base?.tree())
  }

  private func check(expecting tree: CompactRange) throws(LedgerError) {
    try ArchiveCheck(path: Self.archive, options: shop.options, expected: tree).run {}
  }

  @Test("as it was made, it is; with other entries expected it is not") func root() throws {
    try check(expecting: tree)
    #expect(throws: LedgerError.self) { try check(expecting: CompactRange()) }
    var longer = tree
    longer.append(LedgerProof.Digest.zero)
    #expect(throws: LedgerError.self) { try check(expecting: longer) }
  }

  @Test("a changed byte in a segment, a text file or the manifest is found") func damage() throws {
    let files = shop.system.files().filter { path, _ in
      path.hasPrefix(Self.archive + "/")
        && ["seg-", "text-", "MANIFEST"].contains { path.contains("/" + $0) }
    }
    #expect(files.count == 3)
    for (path, bytes) in files {
      for place in stride(from: 3, to: bytes.count, by: max(1, bytes.count / 20)) {
        var changed = bytes
        changed[place] ^= 4
        shop.system.setBytes(changed, of: path)
        #expect(throws: LedgerError.self, "\(path), byte \(place)") { try check(expecting: tree) }
      }
      shop.system.setBytes(bytes, of: path)
    }
    try check(expecting: tree)
  }
}
