import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Erasing a member: its identifiers, keys and texts are gone, and nothing else")
struct ErasureTests {
  /// What must not be found afterwards.
  static let secrets = ["anna-4711", "anna-0815", "a private memo", "a-nosy-clerk"]
  static let anna = MemberIdentifier.named("anna-4711")
  static let other = MemberIdentifier.named("anna-0815")

  /// A ledger with small logs and runs in which anna is one of several members with one seed.
  static func shop(in system: SimulatedFileSystem = SimulatedFileSystem()) throws -> Shop {
    let shop = try Shop(in: system) { options in
      options.sealing = .inline
      options.flushInterval = 16
      options.limitLogs(toBytes: 16 << 10)
    }
    return shop
  }

  static func fill(_ shop: Shop, count: Int = 60) throws {
    // Names that refer to nothing yet are the person's too.
    try shop.refuse(.redeem(1, from: anna, reference: .named("r0")))
    try shop.accept(.earn(100, for: .ben, reference: .named("b0")))
    try shop.refuse(.transfer(1, from: .ben, to: anna, reference: .named("t0")))
    for number in 0..<count {
      let texts = EntryTexts(
        location: "till 7", actor: "a-nosy-clerk", reason: "sale",
        memo: number % 3 == 0 ? "a private memo" : nil)
      try shop.accept(.earn(10, for: anna, reference: .named("a\(number)"), texts: texts))
      try shop.accept(
        .earn(7, for: .cleo, reference: .named("c\(number)"), texts: EntryTexts(memo: "of cleo")))
    }
    try shop.accept(.link(other, to: anna, reference: .named("l")))
    try shop.accept(.redeem(25, from: other, reference: .named("r1")))
    try shop.accept(.transfer(5, from: anna, to: .ben, reference: .named("t1")))
    try shop.accept(.unlink(anna, from: other, reference: .named("u")))
    try shop.refuse(.redeem(9_000, from: other, reference: .named("r2")))
  }

  /// The secrets that are anywhere in the files.
  static func found(in system: SimulatedFileSystem) -> Set<String> {
    var found: Set<String> = []
    for (_, bytes) in system.files() {
      for secret in secrets where bytes.contains(Array(secret.utf8)) { found.insert(secret) }
    }
    return found
  }

  private static func balances(of shop: Shop) throws -> [[Int64]] {
    try shop.ledger.balances().map { $0.balance.split + $0.balance.lifetime }.sorted {
      $0.lexicographicallyPrecedes($1)
    }
  }

  @Test("roots, balances and the others' entries stay; no byte of it is left; verify is content")
  func erased() throws {
    let shop = try Self.shop()
    try Self.fill(shop)
    let before = try Self.balances(of: shop)
    let cleo = try shop.ledger.history(of: .cleo).map(\.post.texts)
    #expect(!Self.found(in: shop.system).isEmpty)

    let result = try shop.ledger.erase(Self.other)
    #expect(result.rootBefore == result.rootAfter)
    #expect(!result.files.rewritten.isEmpty)
    #expect(Self.found(in: shop.system) == [])
    #expect(try Self.balances(of: shop) == before)
    #expect(try shop.ledger.history(of: .cleo).map(\.post.texts) == cleo)
    for identifier in [Self.anna, Self.other] {
      #expect(try shop.ledger.balance(of: identifier) == nil)
    }
    let entry = try shop.entry(.named("a0"))
    #expect(entry.post.texts == EntryTexts(location: "till 7", reason: "sale"))
    #expect(entry.change == 10)
    // It is somebody else from now on.
    try shop.accept(.earn(3, for: Self.anna, reference: .named("n1")))
    #expect(try shop.split(Self.anna) == [3, 0, 0, 0])
    // What was sold can come back.
    try shop.accept(
      .reverse(
        10, of: .named("a59"), for: try #require(try shop.entry(.named("r1")).post.member),
        reference: .named("back")))
    let digest = try shop.ledger.stateDigest()
    #expect(try shop.ledger.replay().stateDigest == digest)
    try shop.reopen()
    #expect(try shop.ledger.stateDigest() == digest)
    let report = shop.verify()
    #expect(report.problems == [] && report.failure == nil)
    #expect(report.stateDigest == digest)
    #expect(Ledger.verify(at: Shop.path, quick: true, options: shop.options).isSound)
    // Without any run, and without chain files, everything follows from the entries.
    try shop.ledger.close()
    for path in shop.system.files().keys where path.hasSuffix(".idx") { shop.system.remove(path) }
    #expect(Self.found(in: shop.system).isSubset(of: ["anna-4711"]))
    try shop.open()
    #expect(try shop.ledger.stateDigest() == digest)
    #expect(shop.verify().root == report.root)
  }

  @Test("a refusal that waited for its name still fits after the erasure of the name's next owner")
  func waited() throws {
    let shop = try Self.shop()
    shop.at(.day(0, hour: 37))
    try shop.accept(.earn(11, for: Self.anna, reference: .named("e")))
    try shop.accept(.link(Self.other, to: Self.anna, reference: .named("l")))
    shop.at(.day(0, hour: 57))
    try shop.accept(
      .unlink(
        Self.anna, from: Self.other, reference: .named("u"), occurred: .day(0, hour: 73)))
    _ = try shop.refuse(
      .redeem(5, from: Self.anna, reference: .named("r"), occurred: .day(0, hour: 58)))
    #expect(try shop.entry(.named("r")).effective == .day(0, hour: 73))
    shop.at(.day(0, hour: 90))
    try shop.accept(.earn(10, for: Self.anna, reference: .named("n")))
    _ = try shop.ledger.erase(Self.anna)
    #expect(shop.verify().problems == [])
  }

  @Test("a dump of an erased ledger makes the same ledger")
  func imported() throws {
    let shop = try Self.shop()
    try Self.fill(shop)
    _ = try shop.ledger.erase(Self.other)
    try shop.accept(.earn(3, for: Self.anna, reference: .named("n1")))
    var bytes: [UInt8] = []
    var writer = InterchangeWriter(format: .csv)
    writer.appendHeader(to: &bytes)
    try shop.ledger.forEachEntry { entry in
      writer.append(entry, scale: 0, to: &bytes)
      return true
    }
    let twin = try Shop()
    let result = Importer(into: twin.ledger).run(
      format: .csv, source: InterchangeReader.source(of: bytes))
    guard case .finished = result.end else {
      Issue.record("\(result.end)")
      return
    }
    #expect(try twin.ledger.stateDigest() == shop.ledger.stateDigest())
    #expect(twin.verify().problems == [])
  }

  @Test("members of one seed are erased one after the other; later ones still get their keys")
  func again() throws {
    let shop = try Self.shop()
    try Self.fill(shop)
    let first = try shop.ledger.erase(Self.other)
    try shop.accept(.earn(3, for: .dora, reference: .named("d1")))
    let second = try shop.ledger.erase(.cleo)
    let third = try shop.ledger.erase(.dora)
    for result in [first, second, third] { #expect(result.rootBefore == result.rootAfter) }
    try shop.accept(.earn(3, for: .named("emil"), reference: .named("e1")))
    #expect(shop.verify().problems == [])
  }

  @Test("bad input is refused, and says why")
  func refused() throws {
    let shop = try Self.shop()
    try Self.fill(shop)
    func code(_ identifier: MemberIdentifier) -> LedgerError.Code? {
      do { _ = try shop.ledger.erase(identifier) } catch { return error.code }
      return nil
    }
    #expect(code(.named("nobody")) == .unknownMember)
    try shop.accept(.hold(1, of: .cleo, until: .day(9), reference: .named("h")))
    #expect(code(.cleo) == .notErasable)
    try shop.accept(.release(.named("h"), for: .cleo, reference: .named("rel")))
    let end = shop.ledger.nextSequence
    #expect(code(.cleo) == nil)
    let name = try #require(try shop.entry(.named("c0")).post.member)
    #expect(code(name) == .notErasable)
    #expect(shop.ledger.nextSequence == SequenceNumber(end.value + 1))
    // Who was merged goes with the one that stays.
    try shop.accept(.merge(.ben, into: Self.other, reference: .named("m")))
    #expect(code(.ben) == nil)
    #expect(Self.found(in: shop.system) == [])
    #expect(shop.verify().problems == [])
  }

  @Test("the retention of a unit forbids it until a date, which is recorded")
  func retention() throws {
    let shop = try Shop(UnitTerms(retentionDays: 30)) { $0.sealing = .inline }
    try shop.at(.day(1)).accept(.earn(9, for: Self.anna, reference: .named("a")))
    try shop.accept(.earn(9, for: .ben, reference: .named("b")))
    try shop.at(.day(2)).accept(.merge(Self.anna, into: .ben, reference: .named("m")))
    let end = shop.ledger.nextSequence.value
    var asked: LedgerError?
    do { _ = try shop.at(.day(31)).ledger.erase(.ben) } catch { asked = error }
    #expect(asked?.code == .notErasable)
    #expect(asked?.message.contains("before \(Instant.day(32))") == true)
    let refused = try #require(try shop.ledger.entry(at: SequenceNumber(end)))
    #expect(refused.post.kind == .erase && refused.post.expires?.instant == .day(32))
    #expect(shop.ledger.nextSequence.value == end + 1)
    #expect(try shop.ledger.balance(of: Self.anna) != nil)
    #expect(shop.verify().problems == [])
    _ = try shop.at(.day(32)).ledger.erase(.ben)
    #expect(shop.ledger.nextSequence.value == end + 3)
    #expect(try shop.ledger.balance(of: Self.anna) == nil)
    #expect(shop.verify().problems == [])
  }

  @Test("a reader sees the new files when it looks again")
  func reader() throws {
    let shop = try Self.shop()
    try Self.fill(shop)
    try shop.ledger.sync()
    let reader = try Ledger.openForReading(at: Shop.path, options: shop.options)
    #expect(try reader.balance(of: Self.other) != nil)
    let entries = try shop.entries().map { "\($0)" }
    _ = try shop.ledger.erase(Self.other)
    var read: [String] = []
    try reader.forEachEntry {
      read.append("\($0)")
      return true
    }
    #expect(read == entries)
    _ = try reader.refresh()
    #expect(try reader.balance(of: Self.other) == nil)
    #expect(try reader.stateDigest() == shop.ledger.stateDigest())
  }

  @Test(
    "a crash in any call leaves the old or the new, and the next writer ends what began",
    arguments: SimulatedCrash.allCases)
  func crashes(mode: SimulatedCrash) throws {
    let start = SimulatedFileSystem()
    let whole = try Self.shop(in: start)
    try Self.fill(whole, count: 8)
    try whole.ledger.close()
    var (hadOld, hadNew) = (false, false)
    var call = 1
    while true {
      let system = start.copy()
      var options = whole.options
      options.fileSystem = system
      let ledger = try Ledger.open(at: Shop.path, options: options)
      system.crash(inCall: system.callCount() + call, mode)
      let result = try? ledger.erase(Self.other)
      if !system.hasCrashed { break }
      try? ledger.close()

      let after = system.afterCrash(mode, seed: UInt64(call))
      options.fileSystem = after
      // A reader finds the old or the new.
      #expect(Ledger.verify(at: Shop.path, quick: true, options: options).isSound, "call \(call)")
      let next = try Ledger.open(at: Shop.path, options: options)
      let wasAnnounced = next.nextSequence.value > whole.ledger.nextSequence.value
      #expect(result == nil || wasAnnounced)
      if wasAnnounced {
        hadNew = true
        #expect(Self.found(in: after) == [], "call \(call)")
        #expect(try next.balance(of: Self.other) == nil, "call \(call)")
      } else {
        hadOld = true
        #expect(try next.balance(of: Self.other) != nil, "call \(call)")
      }
      try next.close()
      let report = Ledger.verify(at: Shop.path, quick: call % 4 > 0, options: options)
      #expect(report.problems == [] && report.failure == nil, "call \(call)")
      call += 1
    }
    // The first write may be whole before the process dies.
    #expect((hadOld || mode == .processKill) && hadNew && call > 20)
  }
}
