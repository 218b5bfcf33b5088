import PointsLedger

extension NaiveLedger {
  typealias Field = Post.Field

  /// The fields that a kind needs, and those that it takes beside them.
  private static func fields(of post: Post) -> (needed: Set<Field>, taken: Set<Field>)? {
    switch post.kind {
    case .unit: ([.unit, .policy], [])
    case .enroll, .unfreeze: ([.member], [])
    case .freeze: ([.member], [.policy])
    case .link, .unlink, .merge: ([.member, .counterparty], [])
    case .opening, .earn: ([.member, .points], [.unit, .activates, .expires])
    case .adjust:
      (post.points ?? 0) > 0
        ? ([.member, .points], [.unit, .activates, .expires])
        : ([.member, .points], [.unit, .lots, .policy])
    case .redeem: ([.member, .points], [.unit, .lots, .partial])
    case .hold: ([.member, .points, .expires], [.unit, .lots])
    case .capture: ([.member, .original], [.unit, .points, .partial])
    case .reverse: ([.member, .original], [.unit, .points])
    case .release: ([.member, .original], [.unit])
    case .extend: ([.member, .original], [.unit, .expires])
    case .transfer: ([.member, .points, .counterparty], [.unit, .lots])
    case .closePeriod: ([], [])
    case .expire, .refusal, .counter, .erase, .clock, .compact: nil
    }
  }

  private static func fieldsGiven(in post: Post) -> Set<Field> {
    var given: Set<Field> = []
    if post.member != nil { given.insert(.member) }
    if post.points != nil { given.insert(.points) }
    if post.unit != nil { given.insert(.unit) }
    if post.activates != nil { given.insert(.activates) }
    if post.expires != nil { given.insert(.expires) }
    if post.original != nil { given.insert(.original) }
    if post.counterparty != nil { given.insert(.counterparty) }
    if !post.lots.isEmpty { given.insert(.lots) }
    if post.partial != nil { given.insert(.partial) }
    if post.terms != nil || post.freezesCredits != nil || post.overdraws != nil {
      given.insert(.policy)
    }
    return given
  }

  /// Faults that no state of a ledger could make right.
  func malformation(of post: Post, posted: Instant) -> Malformation? {
    guard let (needed, taken) = Self.fields(of: post) else { return .kindNotPostable(post.kind) }
    let given = Self.fieldsGiven(in: post)
    if let field = needed.subtracting(given).first { return .missing(field) }
    if let field = given.subtracting(needed).subtracting(taken).first { return .unexpected(field) }
    if post.terms != nil && post.kind != .unit { return .unexpected(.policy) }
    if post.freezesCredits != nil && post.kind != .freeze { return .unexpected(.policy) }
    if post.overdraws != nil && post.kind != .adjust { return .unexpected(.policy) }
    if let points = post.points {
      if points == 0 { return .pointsZero }
      if points < 0 && post.kind != .adjust { return .pointsNegative }
      if points.minorUnits.magnitude > 1_000_000_000_000_000 { return .pointsOutOfRange }
    }
    let lead: Int64 = post.kind == .closePeriod ? 0 : 1
    if let occurred = post.occurred, occurred > posted.adding(days: lead) {
      return .inTheFuture(posted: posted)
    }
    if post.naivelyDated(from: post.occurred ?? posted) == nil { return .dateOutOfRange(.expires) }
    if post.occurred != nil, let fault = lateMalformation(of: post, posted: posted) {
      return fault
    }
    if post.lots.count > 1_024 { return .tooManyLots(maximum: 1_024) }
    for (index, lot) in post.lots.enumerated() where post.lots[..<index].contains(lot) {
      return .repeatedLot(lot)
    }
    return post.terms.flatMap(malformation)
  }

  /// Faults that depend on the clock, if the post leaves its time to it. They are checked after
  /// known references.
  func lateMalformation(of post: Post, posted: Instant) -> Malformation? {
    let asked = NaiveCase(post, posted: posted)
    guard let expires = asked.expires, post.kind != .extend else { return nil }
    let start = asked.activates ?? asked.occurred
    return expires <= start ? .expiryBeforeActivation : nil
  }

  private func malformation(of terms: UnitTerms) -> Malformation? {
    if let scale = terms.scale, scale > 6 { return .scaleOutOfRange }
    var days = [terms.inactivityDays, terms.retentionDays].compactMap(\.self)
    switch terms.restore {
    case .original: break
    case .grace(let more), .reissue(let more): days.append(more)
    }
    if days.contains(where: { $0 == 0 || $0 > 36_525 }) { return .daysOutOfRange }
    let possible: Set<EntryKind> = [
      .opening, .earn, .redeem, .hold, .capture, .release, .reverse, .adjust, .transfer, .merge,
      .extend,
    ]
    return terms.activity.subtracting(possible).first.map { .activityNotPossible($0) }
  }
}
