import PointsLedger

extension CommandGenerator {
  private static let weights: [(Int, EntryKind)] = [
    (22, .earn), (5, .opening), (7, .adjust), (16, .redeem), (9, .hold), (8, .capture),
    (4, .release), (15, .reverse), (9, .transfer), (5, .extend), (1, .enroll), (3, .link),
    (2, .unlink), (1, .merge), (1, .freeze), (2, .unfreeze), (1, .unit), (1, .closePeriod),
  ]

  private static let weightsOfNames: [(Int, EntryKind)] = [
    (26, .earn), (3, .opening), (4, .adjust), (8, .redeem), (4, .hold), (3, .capture),
    (2, .release), (6, .reverse), (8, .transfer), (1, .extend), (5, .enroll), (14, .link),
    (14, .unlink), (4, .merge), (1, .freeze), (2, .unfreeze),
  ]

  /// A new post of a random kind.
  mutating func post() -> Post {
    var kind = rolled(focus == .names ? Self.weightsOfNames : Self.weights)
    if !surroundings.frozen.isEmpty, roll(1...100) <= 12 { kind = .unfreeze }
    if hasUpkeep, surroundings.members.count < 2, roll(1...100) <= 25 { kind = .enroll }
    let needsHold = kind == .capture || kind == .release
    if needsHold, surroundings.holds.isEmpty, roll(1...100) <= 85 { kind = .hold }
    var post = Post(kind: kind, reference: reference())
    post.occurred = occurred()
    switch kind {
    case .unit: fillUnit(&post)
    case .closePeriod:
      post.occurred = .hour(hour + rolled([(8, -6), (3, -2), (1, 3)]))
      if let closed = surroundings.closed, roll(1...100) <= 15 { post.occurred = closed }
    case .enroll: post.member = rolled([(3, true), (1, false)]) ? unused() : identifier()
    case .unfreeze: post.member = surroundings.frozen.first ?? identifier()
    case .freeze:
      post.member = identifier()
      post.freezesCredits = rolled([(2, nil), (1, true), (1, false)])
    case .link, .unlink, .merge:
      post.member = identifier()
      post.counterparty = identifier()
      if kind == .link, rolled([(5, true), (1, false)]) { post.counterparty = unused() }
      if kind == .unlink, focus == .names { fillUnlink(&post) }
      if kind == .merge, surroundings.members.count < 3 { post.counterparty = post.member }
    case .opening, .earn: fillCredit(&post)
    case .adjust:
      if rolled([(1, true), (1, false)]) { fillCredit(&post) } else { fillNegative(&post) }
    case .redeem, .hold, .transfer: fillDebit(&post)
    case .capture, .release, .reverse, .extend: fillSequel(&post)
    case .expire, .refusal, .counter, .erase, .clock, .compact: break
    }
    return post
  }

  /// Mostly one of several identifiers of a member.
  private mutating func fillUnlink(_ post: inout Post) {
    let several = surroundings.names.filter { $0.count > 1 }
    guard !several.isEmpty, rolled([(9, true), (1, false)]) else { return }
    let names = several[roll(0...several.count - 1)]
    post.member = names[roll(0...names.count - 1)]
    post.counterparty = names[roll(0...names.count - 1)]
  }

  private mutating func fillUnit(_ post: inout Post) {
    post.unit = unit() ?? units[0]
    post.terms = terms(isNew: false)
  }

  private mutating func fillCredit(_ post: inout Post) {
    post.member = identifier()
    post.unit = unit()
    post.points = points()
    let start = hour + rolled([(12, 0), (2, 3), (1, 10), (1, -5)])
    if start != hour { post.activates = .at(.hour(start)) }
    switch rolled([(4, 0), (10, 1), (3, 2), (1, 3)]) {
    case 0: break
    case 1: post.expires = .at(.hour(hour + roll(1...40)))
    case 2: post.expires = .at(.hour(hour + roll(40...200)))
    default: post.expires = .at(.hour(hour + roll(-20...1)))
    }
    // A late credit that ended before the ledger could decide it.
    if let occurred = post.occurred, occurred < .hour(hour), post.activates == nil,
      rolled([(1, true), (4, false)])
    {
      post.expires = .at(occurred.advanced(by: .seconds(3_600 * roll(1...10))))
    }
    if rolled([(1, true), (5, false)]) { post.activates = shortRule() }
    if rolled([(1, true), (3, false)]) {
      post.expires = rolled([(3, shortRule()), (2, calendarRule())])
    }
  }

  /// A rule that leads some hours on.
  mutating func shortRule() -> PostDate? {
    rolled([
      (6, rule(roll(0...30), .hours)), (2, rule(roll(1...300), .minutes)),
      (2, rule(roll(1...3), .days)), (2, rule(roll(0...2), .days, toEndOf: .day)),
    ])
  }

  /// A rule that leads weeks, months or years on.
  mutating func calendarRule() -> PostDate? {
    rolled([
      (2, rule(roll(1...3), .weeks)), (2, rule(roll(1...2), .months)), (1, rule(1, .years)),
      (2, rule(roll(0...1), .months, toEndOf: .month)),
      (1, rule(roll(0...1), .years, toEndOf: .year)), (1, rule(1, .weeks, toEndOf: .day)),
    ])
  }

  private func rule(
    _ count: Int, _ unit: RelativeDate.Unit, toEndOf end: RelativeDate.Period? = nil
  ) -> PostDate? {
    (try? RelativeDate(count, unit, toEndOf: end)).map { .relative($0) }
  }

  private mutating func fillNegative(_ post: inout Post) {
    fillSpendable(&post)
    post.points = post.points.map { Points(minorUnits: -$0.minorUnits) }
    if rolled([(1, true), (6, false)]) { fillLots(&post) }
    post.overdraws = rolled([(5, nil), (5, true), (1, false)])
    if post.overdraws == true, let points = post.points, rolled([(2, true), (1, false)]) {
      post.points = Points(minorUnits: points.minorUnits - Int64(roll(0...15)))
    }
  }

  private mutating func fillDebit(_ post: inout Post) {
    fillSpendable(&post)
    if rolled([(1, true), (6, false)]) { fillLots(&post) }
    switch post.kind {
    case .redeem: post.partial = rolled([(8, nil), (2, true), (1, false)])
    case .hold:
      let from = post.occurred ?? .hour(hour)
      post.expires = .at(from.advanced(by: .seconds(3_600 * roll(rolled([(1, 0), (9, 3)])...24))))
      if rolled([(1, true), (2, false)]) { post.expires = shortRule() }
    default: post.counterparty = another(than: post.member)
    }
  }

  /// An identifier that names no member, if there is one.
  private mutating func unused() -> MemberIdentifier {
    let unused = identifiers.filter { !surroundings.identifiers.contains($0) }
    return unused.isEmpty ? identifier() : unused[roll(0...unused.count - 1)]
  }

  private mutating func another(than member: MemberIdentifier?) -> MemberIdentifier {
    let others = surroundings.members.filter { $0 != member }
    guard rolled([(8, true), (1, false)]), !others.isEmpty else { return identifier() }
    return others[roll(0...others.count - 1)]
  }

  private mutating func fillLots(_ post: inout Post) {
    for _ in 0..<roll(1...3) {
      guard let credit = earlier([.earn, .opening, .adjust, .reverse]) else { return }
      if rolled([(7, true), (1, false)]) {
        post.member = credit.post.member
        post.unit = credit.post.unit
      }
      if !post.lots.contains(credit.post.reference) || rolled([(1, true), (9, false)]) {
        post.lots.append(credit.post.reference)
      }
    }
  }

  /// A post about an earlier entry, mostly in the name of that entry's member.
  private mutating func fillSequel(_ post: inout Post) {
    let kinds: Set<EntryKind> =
      switch post.kind {
      case .capture, .release: [.hold]
      case .extend: [.earn, .opening, .adjust]
      default: [.earn, .opening, .adjust, .redeem, .capture, .transfer]
      }
    if post.kind == .capture || post.kind == .release, rolled([(5, true), (1, false)]),
      let hold = surroundings.holds.last
    {
      post.original = hold.reference
      post.member = hold.member
      post.unit = rolled([(2, hold.unit), (1, nil)])
      if post.kind == .capture, rolled([(2, true), (1, false)]) {
        post.points = Points(minorUnits: Int64(roll(1...hold.points + rolled([(9, 0), (1, 1)]))))
      }
      if post.kind == .capture { post.partial = rolled([(4, nil), (4, true), (1, false)]) }
      return
    }
    if post.kind == .extend, rolled([(5, true), (1, false)]), !surroundings.extendable.isEmpty {
      let lot = surroundings.extendable[roll(0...surroundings.extendable.count - 1)]
      post.original = lot.reference
      post.member = lot.member
      post.unit = rolled([(2, lot.unit), (1, nil)])
      post.expires = .at(lot.expires.advanced(by: .seconds(3_600 * roll(0...60))))
      if rolled([(1, true), (9, false)]) { post.expires = nil }
      return
    }
    let original = earlier(kinds)
    let isRight = rolled([(19, true), (1, false)])
    post.original = original?.post.reference ?? reference()
    post.member = (isRight ? original?.post.member : nil) ?? identifier()
    post.unit = isRight ? original?.post.unit : unit()
    if rolled([(1, true), (3, false)]) { post.unit = nil }
    if post.kind == .extend {
      post.expires = rolled([(1, nil), (4, .at(.hour(hour + roll(1...120)))), (1, calendarRule())])
    }
    if post.kind == .capture || post.kind == .reverse, rolled([(1, true), (1, false)]) {
      let whole = original?.post.points?.minorUnits.magnitude ?? 5
      post.points = Points(minorUnits: Int64(roll(1...max(1, Int(min(whole, 1_000_000)) + 1))))
    }
  }
}
