import LedgerTestSupport
import PointsLedger

/// Random posts of every kind, with few members and short spans, so that much coincides.
struct RandomSession {
  private var random: SeededGenerator
  private var references = 0
  private var hour = 0
  /// Earlier posts, to refer to.
  private var known: [Post] = []
  private static let members = ["anna", "ben", "cleo", "dora", "anna-2"].map {
    MemberIdentifier.named($0)
  }
  private static let units: [UnitCode?] = [nil, nil, nil, .stamps, .miles]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func roll(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  /// Runs some steps, each after an hour or more.
  func run(
    on shop: Shop, steps: Int,
    each: (Shop, [Post], Bool) throws -> Void = { shop, posts, isGroup in
      _ = isGroup ? try shop.ledger.post(atomically: posts) : try shop.ledger.post(each: posts)
    }
  ) throws {
    var session = self
    for _ in 0..<steps {
      session.hour += [0, 0, 1, 1, 3, 30][session.roll(0...5)]
      shop.at(.day(0, hour: session.hour))
      if session.roll(0...30) == 0 { _ = try shop.ledger.sweep() }
      let isGroup = session.roll(0...6) == 0
      let posts = (0..<session.roll(1...3)).map { _ in session.post() }
      try each(shop, posts, isGroup)
      session.known += posts
    }
  }

  private mutating func post() -> Post {
    references += 1
    let reference = Reference.named("p\(references)")
    let member = Self.members[roll(0...4)]
    let other = Self.members[roll(0...4)]
    let unit = Self.units[roll(0...4)]
    let points = Points.of(roll(1...60))
    let old = known.isEmpty ? nil : known[roll(0...known.count - 1)]
    let occurred: Instant? = roll(0...3) == 0 ? .day(0, hour: hour - roll(-5...40)) : nil
    var post: Post
    switch roll(0...17) {
    case 0...4:
      post = .earn(
        points, for: member, reference: reference, unit: unit,
        activates: roll(0...4) == 0 ? .day(0, hour: hour + roll(-3...9)) : nil,
        expires: roll(0...3) == 0 ? nil : .day(0, hour: hour + roll(10...90)))
    case 5, 6: post = .redeem(points, from: member, reference: reference, unit: unit)
    case 7:
      post = .hold(
        points, of: member, until: .day(0, hour: hour + roll(1...20)), reference: reference,
        unit: unit)
    case 8: post = .transfer(points, from: member, to: other, reference: reference, unit: unit)
    case 9:
      post = .adjust(.of(roll(0...1) == 0 ? -9 : 9), of: member, reference: reference, unit: unit)
    case 10 where roll(0...5) == 0: post = .merge(member, into: other, reference: reference)
    case 11 where roll(0...5) == 0:
      post = .closePeriod(before: .day(0, hour: hour - 20), reference: reference)
    case 12:
      post = .freeze(member, credits: roll(0...1) == 0 ? true : nil, reference: reference)
    case 13: post = .unfreeze(member, reference: reference)
    case 14: post = .link(other, to: member, reference: reference)
    default:
      guard let old else { return .enroll(member, reference: reference) }
      post = sequel(to: old, reference)
    }
    if post.kind != .closePeriod { post.occurred = occurred }
    return post
  }

  /// About an earlier post.
  private mutating func sequel(to old: Post, _ reference: Reference) -> Post {
    let member = old.member ?? .anna
    let part: Points? = roll(0...1) == 0 ? nil : .of(roll(1...20))
    switch (old.kind, roll(0...3)) {
    case (.hold, 0...2):
      return .capture(part, of: old.reference, for: member, reference: reference, unit: old.unit)
    case (.hold, _):
      return .release(old.reference, for: member, reference: reference, unit: old.unit)
    case (.earn, 0):
      return .extend(
        old.reference, of: member, to: .day(0, hour: hour + roll(20...99)), reference: reference,
        unit: old.unit)
    default:
      return .reverse(part, of: old.reference, for: member, reference: reference, unit: old.unit)
    }
  }
}
