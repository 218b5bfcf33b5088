import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Whether lookups in the runs for a batch are in time, too late or too early: the posted entries
/// are the same.
@Suite struct PrefetcherTests {
  /// The final content of a ledger.
  private struct Outcome {
    var answers: [String] = []
    var digest: Digest?
    var entries: [String] = []
    var balances: [String] = []

    /// The first difference; all differences would fill pages.
    func difference(to other: Outcome) -> String? {
      for (lines, others) in [
        (answers, other.answers), (entries, other.entries), (balances, other.balances),
      ] {
        if let (line, other) = zip(lines, others).first(where: { $0 != $1 }) {
          return "\(line), not \(other)"
        }
        if lines.count != others.count { return "\(lines.count), not \(others.count)" }
      }
      return digest == other.digest ? nil : "\(digest), not \(other.digest)"
    }
  }

  @Test(arguments: [2, 16])
  func `what was found ahead changes nothing, whatever is captured meanwhile`(
    prefetchDistance: Int
  ) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    let batches = Self.batches(seed: seed)
    let expected = try Self.outcome(of: batches, .never, prefetchDistance)
    for way in [Ledger.LookingAhead.inline, .background] {
      let outcome = try Self.outcome(of: batches, way, prefetchDistance)
      #expect(outcome.difference(to: expected) == nil, "\(way), seed \(seed)")
    }
  }

  @Test func `what is not in memory is found with all that it leads to`() throws {
    let shop = try Self.shop(.never, 64)
    let names = (0..<200).map { "m\($0)" }
    _ = try shop.postInBatch(
      names.map { .earn(5, for: .named($0), reference: .named("e-\($0)")) })
    try shop.reopen()
    let (members, unknown) = (["m7", "m150", "m33"], "m200")
    var batch = shop.ledger.makeBatch()
    for (number, name) in (members + [unknown]).enumerated() {
      let reference = number == 1 ? "e-m9" : "new \(number)"
      batch.append(.earn(1, for: .named(name), reference: .named(reference)))
    }
    var state = shop.ledger.door.change { $0.decider.state }
    let wanted = state.wanted(by: batch, 0..<batch.count)
    #expect(wanted.names.count == 4 && wanted.references.count == 4)
    #expect(wanted.identifiers.isEmpty && wanted.members.isEmpty && wanted.accounts.isEmpty)
    let found = PrefetchResult(of: wanted, in: state.runs)
    #expect(found.identifiers.map { "\($0.value.text)" } == members)
    #expect(found.accounts.map(\.value.lots.total) == [5, 5, 5])
    #expect((0..<4).map { found.newReferences.contains($0) } == [true, false, true, true])
    state.adopt(found)
    let again = state.wanted(by: batch, 0..<batch.count)
    #expect(again.names.count == 1)
    #expect(again.identifiers.isEmpty && again.members.isEmpty && again.accounts.isEmpty)
  }

  @Test(arguments: [Ledger.LookingAhead.never, .inline, .background])
  func `a batch goes on without a run that turns out to be damaged when much is written`(
    way: Ledger.LookingAhead
  ) throws {
    let shop = try Self.shop(way, 16)
    let names = (0..<400).map { "member \($0)" }
    _ = try shop.postInBatch(
      names.map { .earn(5, for: .named($0), reference: .named("e-\($0)")) })
    try shop.ledger.close()
    // All pages except the first and the last of each run.
    var damaged = 0
    for name in try shop.system.list(Shop.path) where name.hasPrefix("run-") {
      let file = try shop.system.openFile(Shop.path + "/" + name, .readWrite)
      let end = Int(try file.size()) - 4_096
      for page in stride(from: 4_096 * 2, to: end, by: 4_096 * 3) {
        try file.write([0xFF].span.bytes, at: UInt64(page + 99))
        damaged += 1
      }
      try file.close()
    }
    #expect(damaged > 2)
    try shop.open()
    // For new members only their absence is looked up in the runs: frames are written before a
    // damaged page is read.
    let posts: [Post] = (0..<2_000).map {
      .earn(1, for: .named("new \($0)"), reference: .named("n-\($0)"))
    }
    let more: [Post] = names.map { .earn(2, for: .named($0), reference: .named("m-\($0)")) }
    let again: [Post] = names.map { .earn(5, for: .named($0), reference: .named("e-\($0)")) }
    let answers = try shop.postInBatch(posts + more + again)
    #expect(answers.count == 2_800)
    #expect(answers.others.map(\.index) == Array(2_400..<2_800))
    for name in names { #expect(try shop.split(.named(name)) == [7, 0, 0, 0]) }
    #expect(!shop.ledger.indexNotes.isEmpty)
    try shop.ledger.close()
    #expect(shop.verify().isSound)
  }

  private static func shop(_ way: Ledger.LookingAhead, _ prefetchDistance: Int) throws -> Shop {
    try Shop {
      $0.sealing = .inline
      $0.flushInterval = 8
      $0.memory = 4 << 10
      $0.entropy = SeededGenerator(seed: 5)
      $0.prefetchesInBackground = way
      $0.prefetchDistance = prefetchDistance
    }
  }

  private static func outcome(
    of batches: [[Post]], _ way: Ledger.LookingAhead, _ prefetchDistance: Int
  ) throws -> Outcome {
    let shop = try Self.shop(way, prefetchDistance)
    var outcome = Outcome()
    for posts in batches {
      let answers = try shop.postInBatch(posts)
      outcome.answers += answers.others.map { "\($0.index) \($0.answer)" }
    }
    outcome.digest = try shop.ledger.stateDigest()
    outcome.entries = try shop.entries().map { "\($0)" }
    outcome.balances = try shop.ledger.balances().map { "\($0)" }
    try shop.ledger.close()
    #expect(shop.verify().isSound)
    return outcome
  }

  /// Posts of some hundred members, including new ones; repeated references; and now and then a
  /// post that changes which member a name means.
  private static func batches(seed: UInt64) -> [[Post]] {
    var random = SeededGenerator(seed: seed)
    var references = 0
    var members = 1
    func reference() -> Reference {
      references += 1
      return .named("r\(references)")
    }
    return (0..<12).map { _ in
      (0..<Int.random(in: 1...150, using: &random)).map { _ in
        let member = MemberIdentifier.named("m\(Int.random(in: 0..<members, using: &random))")
        let other = MemberIdentifier.named("m\(Int.random(in: 0..<members, using: &random))")
        switch Int.random(in: 0..<40, using: &random) {
        case 0: return .merge(member, into: other, reference: reference())
        case 1: return .freeze(member, reference: reference())
        case 2: return .link(.named("n\(references)"), to: member, reference: reference())
        case 3: return .unlink(member, from: member, reference: reference())
        case 4: return .link(member, to: other, reference: reference())
        case 5:
          // A reference that is known, or will be.
          let known = Int.random(in: 0...references + 5, using: &random)
          return .earn(3, for: member, reference: .named("r\(known)"))
        case 6..<15: return .redeem(4, from: member, reference: reference())
        case 15..<22:
          members = min(members + 1, 300)
          return .earn(10, for: .named("m\(members - 1)"), reference: reference())
        default: return .earn(10, for: member, reference: reference())
        }
      }
    }
  }
}
