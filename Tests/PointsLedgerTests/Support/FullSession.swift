import PointsLedger

/// Some weeks of a shop in which everything happens: every kind of post, groups, late events,
/// refusals, the clock at work, in three units with different policies.
struct FullSession {
  enum Step {
    case post(Post)
    case group([Post])
    case sweep
  }

  static let units: [UnitDefinition] = [
    UnitDefinition(.points),
    UnitDefinition(.stamps, terms: UnitTerms(reversal: .withinBalance, restore: .grace(days: 10))),
    UnitDefinition(
      .miles,
      terms: UnitTerms(scale: 2, reversal: .refuse, restore: .reissue(days: 5), inactivityDays: 7)),
  ]

  /// Each step with the time of the clock.
  let steps: [(clock: Instant, step: Step)]

  init() {
    var steps: [(clock: Instant, step: Step)] = []
    for (day, posts) in Self.days {
      for (index, step) in posts.enumerated() {
        steps.append((.day(day, index), step))
      }
    }
    self.steps = steps
  }

  /// Runs the steps in `range`, and returns the answers of each.
  @discardableResult
  func run(
    _ range: Range<Int>? = nil, on ledger: Ledger, _ clock: ManualClock,
    after done: (Int, [Answer]) throws -> Void = { _, _ in }
  ) throws -> [Answer] {
    var all: [Answer] = []
    for index in range ?? steps.indices {
      let answers = try run(index, on: ledger, clock)
      try done(index, answers)
      all += answers
    }
    return all
  }

  func run(_ index: Int, on ledger: Ledger, _ clock: ManualClock) throws -> [Answer] {
    clock.set(steps[index].clock)
    switch steps[index].step {
    case .post(let post): return [try ledger.post(post)]
    case .group(let posts): return try ledger.post(atomically: posts)
    case .sweep:
      _ = try ledger.sweep()
      return []
    }
  }

  /// A new ledger with the session's units.
  static func shop(options configure: (inout Ledger.Options) -> Void = { _ in }) throws -> Shop {
    try Shop(units[0].terms, more: Array(units.dropFirst()), options: configure)
  }

  /// A ledger after the whole session.
  static func finished(options configure: (inout Ledger.Options) -> Void = { _ in }) throws -> Shop
  {
    let shop = try shop(options: configure)
    try FullSession().run(on: shop.ledger, shop.clock)
    return shop
  }
}
