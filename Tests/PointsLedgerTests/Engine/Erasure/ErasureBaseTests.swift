import LedgerStorage
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
    #expect(result.rootBefore == result.rootAfter && result.files.untouchedArchives == [])
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
    #expect(result.files.untouchedArchives == [Self.archive])
    #expect(shop.verify().problems == [])
  }

  /// Erases while the archive is away. Returns its files.
  private static func eraseWithoutArchive(_ shop: Shop) throws -> [String: [UInt8]] {
    let files = shop.system.files().filter { $0.key.hasPrefix(archive) }
    for path in files.keys { shop.system.remove(path) }
    _ = try shop.ledger.erase(ErasureTests.other)
    return files
  }

  @Test("an archive that comes back later is erased in then, though the erasure itself was dropped")
  func comesBack() throws {
    let shop = try Self.shop()
    let files = try Self.eraseWithoutArchive(shop)
    func places() throws -> [[String]] {
      try shop.ledger.archives().map {
        [$0.path ?? "-", "\($0.isAtHand)", "\($0.pendingErasures)"]
      }
    }
    #expect(try places() == [[Self.archive, "false", "1"]])
    for number in 0..<1_100 {
      try shop.accept(.earn(1, for: .dora, reference: .named("later \(number)")))
    }
    shop.at(.day(9))
    try shop.accept(.earn(1, for: .dora, reference: .named("d1")))
    let second = try shop.ledger.compact(before: .day(8), into: .directory("/second"))
    #expect(second.droppedEntries >= 1_024)
    #expect(try places() == [[Self.archive, "false", "1"], ["/second", "true", "0"]])
    for (path, bytes) in files { shop.system.setBytes(bytes, of: path) }
    #expect(try places().first == [Self.archive, "true", "1"])
    #expect(!ErasureTests.found(in: shop.system).isEmpty)
    let done = try shop.ledger.eraseInArchives()
    #expect(!done.rewritten.isEmpty && done.untouchedArchives == [])
    #expect(try places().first == [Self.archive, "true", "0"])
    #expect(ErasureTests.found(in: shop.system) == [])
    #expect(try shop.ledger.eraseInArchives().rewritten == [])
    let archive = Ledger.verify(at: Self.archive, options: shop.options)
    #expect(archive.problems == [] && archive.failure == nil)
    try shop.ledger.close()
    #expect(shop.verify().problems == [])
  }

  @Test("an archive is erased in where it is now; something else is not taken for one")
  func elsewhere() throws {
    let shop = try Self.shop()
    let files = try Self.eraseWithoutArchive(shop)
    try shop.system.openDirectory("/").makeDirectory("moved")
    for (path, bytes) in files {
      shop.system.setBytes(bytes, of: "/moved" + path.dropFirst(Self.archive.count))
    }
    let done = try shop.ledger.eraseInArchives(at: "/moved")
    #expect(!done.rewritten.isEmpty && done.rewritten.allSatisfy { $0.hasPrefix("/moved/") })
    #expect(ErasureTests.found(in: shop.system) == [])
    let other = try Ledger.create(
      at: "/other", units: [UnitDefinition(.points)], options: shop.options)
    try other.close()
    #expect(throws: LedgerError.self) { _ = try shop.ledger.eraseInArchives(at: "/other") }
    #expect(throws: LedgerError.self) { _ = try shop.ledger.eraseInArchives(at: "/nowhere") }
    #expect(shop.verify().problems == [])
  }

  @Test("an identifier that only looks like an erased one is erased like any other")
  func lookalike() throws {
    let shop = try ErasureTests.shop()
    let name = MemberIdentifier.named("erased:0:0123456789abcdef")
    try shop.accept(.earn(1, for: name, reference: .named("x")))
    _ = try shop.ledger.erase(name)
    #expect(try shop.ledger.balance(of: name) == nil)
  }

  @Test("beside a restored ledger, an archive's mark from before does not stand for new erasures")
  func restored() throws {
    let shop = try Self.shop()
    _ = try shop.ledger.backup(to: "/backup")
    _ = try shop.ledger.erase(.dora)
    // The mark in the archive is now beyond what comes next in the restored ledger.
    for number in 0..<20 {
      try shop.accept(.earn(1, for: .ben, reference: .named("later \(number)")))
    }
    _ = try shop.ledger.erase(.ben)
    try shop.ledger.close()
    _ = try Ledger.restore(backup: "/backup", to: "/restored", options: shop.options)
    let ledger = try Ledger.open(at: "/restored", options: shop.options)
    let result = try ledger.erase(ErasureTests.other)
    #expect(result.files.rewritten.contains { $0.hasPrefix(Self.archive + "/") })
    #expect(try ledger.archives().map(\.pendingErasures) == [0])
    let archived = shop.system.files().filter { $0.key.hasPrefix(Self.archive + "/") }
    for (path, bytes) in archived {
      for secret in ErasureTests.secrets {
        #expect(!bytes.contains(Array(secret.utf8)), "\(secret) in \(path)")
      }
    }
    // What was erased since the backup is only gone in the archive.
    #expect(throws: LedgerError.self) { try ledger.restore(archive: Self.archive, into: "/one") }
    _ = try ledger.erase(.dora)
    _ = try ledger.erase(.ben)
    let joined = try ledger.restore(archive: Self.archive, into: "/whole")
    let digest = try ledger.stateDigest()
    #expect(joined.isSound && joined.stateDigest == digest)
  }
}
