import Glibc
import PointsLedger

/// `limits DIRECTORY NAME`: posts until a limit is reached, and past it. Prints `accepted COUNT`,
/// `refused CODE`, and how long the slowest query of the account took (ms); the campaign then
/// examines the ledger.
func limits(_ arguments: Arguments) throws {
  let ledger = try Ledger.open(at: arguments.text(0), options: hostOptions())
  guard let limit = limitsByName[arguments.text(1)] else {
    fail("limits are: \(limitsByName.keys.sorted().joined(separator: " "))")
  }
  try limit(LimitProbe(ledger: ledger))
  try ledger.close()
}

private let limitsByName: [String: @Sendable (LimitProbe) throws -> Void] = [
  "units": { try $0.postUntilRefused(most: 300, batch: 1) { [$0.unit] } },
  "lots": { probe in
    try probe.postUntilRefused(most: 10_500, batch: 500) { [$0.lot] }
    try probe.time()
  },
  "holds": { probe in
    try probe.post([.earn(1_000_000, for: probe.someone, reference: reference("limit.start"))])
    try probe.postUntilRefused(most: 20_000, batch: 500) { [$0.hold] }
    try probe.time()
  },
  "debts": { probe in
    // Everything is earned and spent first: a later credit would pay the existing debts.
    let all = (0..<1_100).map { LimitPosts(number: $0, someone: probe.someone) }
    try probe.post(all.map(\.earn))
    try probe.post([.redeem(1_100, from: probe.someone, reference: reference("limit.spent"))])
    try probe.postUntilRefused(most: all.count, batch: 20) { [$0.reversal] }
    try probe.time()
  },
  "identifiers": { probe in
    try probe.post([.enroll(probe.someone, reference: reference("limit.start"))])
    try probe.postUntilRefused(most: 3_000, batch: 500) { [$0.identifier] }
  },
  "group": { probe in
    try probe.group(of: Post.maximumGroup)
    try probe.group(of: Post.maximumGroup + 1)
    try probe.group(of: 0)
  },
  "points": { probe in
    let most = Points.maximumPerPost.minorUnits
    for points in [most, most + 1, 0, -1, .max, .min] { try probe.earn(points) }
    try probe.postUntilRefused(most: 10_000, batch: 500) { [$0.large] }
  },
  "texts": { probe in
    for excess in [0, 1] { try probe.texts(excess: excess) }
    for length in [64, 65] {
      let text = String(repeating: "x", count: length)
      say("identifier \(length) \(MemberIdentifier(text) != nil)")
      say("reference \(length) \(Reference(text) != nil)")
    }
  },
  "batch": { probe in
    for count in [0, 1, 1_025, 30_000] { try probe.batch(of: count) }
  },
]

/// Shared by the probes for limits.
struct LimitProbe {
  let ledger: Ledger
  let someone = member(String(repeating: "m", count: 64))

  /// Posts the result of `make` for each number until something is refused, and five more after
  /// that.
  func postUntilRefused(most: Int, batch: Int, _ make: (LimitPosts) -> [Post]) throws {
    var (accepted, number, left) = (0, 0, 5)
    let end = seconds() + 6
    while number < most && left > 0 && seconds() < end {
      let count = left < 5 ? 1 : min(batch, most - number)
      let posts = (number..<number + count).map { make(LimitPosts(number: $0, someone: someone)) }
      let answers = try ledger.post(each: posts.flatMap { $0 })
      let refusals = answers.compactMap(\.refusalCode)
      number += count
      accepted += answers.count - refusals.count
      if let first = refusals.first { say("refused \(first)") }
      if !refusals.isEmpty { left -= 1 }
    }
    if left == 5 { say("unlimited") }
    say("accepted \(accepted)")
  }

  func post(_ posts: [Post]) throws {
    for case .refused(let refusal) in try ledger.post(each: posts) {
      say("refused \(refusal.code)")
    }
  }

  func earn(_ points: Int64) throws {
    try post([
      .earn(
        Points(minorUnits: points), for: someone, reference: reference("limit.earn.\(points)"))
    ])
  }

  func group(of count: Int) throws {
    do {
      let answers = try ledger.post(
        atomically: (0..<count).map {
          .earn(1, for: someone, reference: reference("limit.\(count).\($0)"))
        })
      say("group \(count): \(answers.first?.refusalCode.map { "refused \($0)" } ?? "posted")")
    } catch {
      say("group \(count): \(error.code)")
    }
  }

  func batch(of count: Int) throws {
    let memo = EntryTexts(memo: String(repeating: "m", count: EntryTexts.maximumMemoByteCount))
    let answers = try ledger.post(
      each: (0..<count).map {
        .earn(
          1, for: member("b\($0 % 99)"), reference: reference("batch.\(count).\($0)"), texts: memo)
      })
    say("batch \(count): \(answers.filter { $0.refusalCode == nil }.count) posted")
  }

  /// One post with every text at its greatest length, or longer by `excess`. Both may be refused,
  /// but not lost.
  func texts(excess: Int) throws {
    func text(_ count: Int) -> String { String(repeating: "t", count: count + excess) }
    let most = EntryTexts.maximumByteCount
    let texts = EntryTexts(
      location: text(most), actor: text(most), reason: text(most), campaign: text(most),
      basis: String(repeating: "1", count: EntryTexts.maximumBasisByteCount + excess),
      basisUnit: text(most), memo: text(EntryTexts.maximumMemoByteCount))
    let name = "\(excess)" + String(repeating: "r", count: 63)
    try post([.earn(1, for: someone, reference: reference(name), texts: texts)])
    say("texts \(excess): \(try ledger.entry(reference: reference(name)) != nil)")
  }

  /// How long a balance takes with this much on the account after all of it has ended, in
  /// milliseconds.
  func time() throws {
    let start = seconds()
    _ = try ledger.balance(of: someone, asOf: instant(1_950_000_000_000))
    say("balance-ms \(Int((seconds() - start) * 1_000))")
  }
}

/// The posts that approach a limit, by number.
struct LimitPosts {
  let number: Int
  let someone: MemberIdentifier

  var unit: Post {
    guard let code = UnitCode("u\(number)") else { fail("u\(number) is no unit") }
    return .unit(code, terms: UnitTerms(), reference: reference("limit.unit.\(number)"))
  }
  var lot: Post {
    .earn(
      1, for: someone, reference: reference("limit.lot.\(number)"),
      expires: instant(1_900_000_000_000 + number))
  }
  var hold: Post {
    .hold(
      1, of: someone, until: instant(1_900_000_000_000 + number),
      reference: reference("limit.hold.\(number)"))
  }
  var earn: Post { .earn(1, for: someone, reference: reference("limit.earn.\(number)")) }
  var reversal: Post {
    .reverse(
      of: reference("limit.earn.\(number)"), for: someone,
      reference: reference("limit.reverse.\(number)"))
  }
  var identifier: Post {
    .link(member("id\(number)"), to: someone, reference: reference("limit.link.\(number)"))
  }
  var large: Post {
    .earn(.maximumPerPost, for: someone, reference: reference("limit.large.\(number)"))
  }
}

extension Answer {
  fileprivate var refusalCode: RefusalCode? {
    if case .refused(let refusal) = self { refusal.code } else { nil }
  }
}
