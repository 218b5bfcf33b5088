import LedgerTestSupport
import PointsLedger

/// Makes random commands that reach deep: it learns from the answers what to refer to.
///
/// Times are whole hours, so that many coincide; points are small, so that lots become empty;
/// expiries and deadlines are short, so that the clock is busy.
struct CommandGenerator {
  /// A posted reference, with what a later post about it needs.
  struct Known {
    var post: Post
    var isRefused: Bool
  }

  enum Focus {
    case everything
    /// Few identifiers, which change hands all the time, and posts that come late.
    case names
  }

  let focus: Focus
  private var random: SeededGenerator
  private(set) var hour = 0
  /// Whether the clock never jumps.
  var hasSteadyClock = false
  /// Whether the ledger is compacted and members are erased.
  var hasUpkeep = false
  /// By how many hours the clock is wrong: it jumps by 300 days either way, and is set right.
  private var clockError = 0
  private(set) var surroundings = Surroundings()
  private(set) var known: [Known] = []
  private var groups: [[Post]] = []
  private var referencesMade = 0
  let units: [UnitCode]
  let identifiers: [MemberIdentifier]

  init(seed: UInt64, focus: Focus = .everything) {
    self.focus = focus
    random = SeededGenerator(seed: seed)
    let codes = ["points", "stamps", "miles"].compactMap { UnitCode($0) }
    units = Array(codes.prefix(random.weighted([(5, 1), (3, 2), (2, 3)])))
    let members = random.within(focus == .names ? 1...2 : 2...7)
    identifiers = (0..<members).flatMap { number in
      ["", "x", "y"].compactMap { MemberIdentifier("m\(number)\($0)") }
    }
  }

  /// The ledger that the commands are for.
  mutating func setup() -> LedgerSetup {
    LedgerSetup(
      units: units.map { ($0, terms(isNew: true)) },
      enrollsUnknownMembers: random.chance(90), sealsOften: random.chance(50),
      flushesOften: random.chance(2), compactsOften: hasUpkeep, clock: .hour(0))
  }

  mutating func next(_ surroundings: Surroundings) -> Command {
    self.surroundings = surroundings
    let step = random.weighted([(60, 0), (26, 1), (9, 4), (4, 12), (1, 60)])
    hour += step
    moveClock()
    if random.chance(1) { return .reopen }
    let back = random.weighted([(970, 0), (25, random.within(1...6)), (5, random.within(20...30))])
    let clock = Instant.hour(hour + clockError - back)
    if isFarOff(clock) ? random.chance(50) : random.within(1...500) == 1 {
      return .acceptClock(at: clock)
    }
    if hasUpkeep, let upkeep = upkeep(at: clock) { return upkeep }
    if random.chance(2), back < 20 {
      let span = Int64(random.within(-12...24)) * 3_600_000
      return .sweep(asOf: Instant(clamping: clock.milliseconds + span), at: clock)
    }
    if random.chance(5), let group = group() {
      return random.chance(8)
        ? .previewed(group, atomic: true, at: clock) : .group(group, at: clock)
    }
    if random.chance(3) {
      let posts = (0..<random.within(1...3)).map { _ in post() }
      return .previewed(posts, atomic: false, at: clock)
    }
    return .post(random.chance(9) ? retry() : post(), at: clock)
  }

  private mutating func upkeep(at clock: Instant) -> Command? {
    switch random.within(1...1_000) {
    case ...15:
      let hours = random.weighted([
        (3, 0), (5, random.within(1...12)), (3, random.within(12...72)), (1, -3),
      ])
      let limit = Instant(clamping: clock.milliseconds - Int64(hours) * 3_600_000)
      return .compact(before: limit, discards: random.chance(20), at: clock)
    case ...22:
      let named = surroundings.names.flatMap(\.self)
      let member = random.chance(70) ? random.element(of: named) : nil
      return .erase(member ?? identifier(), at: clock)
    default: return nil
    }
  }

  /// Lets the clock jump now and then, and soon sets it right. Where time has to catch up with the
  /// last `posted`, it mostly does.
  private mutating func moveClock() {
    if hasSteadyClock { return }
    if clockError != 0 {
      if random.chance(20) { clockError = 0 }
    } else if random.within(1...(focus == .names ? 40 : 150)) == 1 {
      clockError = random.weighted([(1, 300 * 24), (1, -300 * 24)])
    } else if surroundings.posted > .hour(hour + 48), random.chance(20) {
      hour = Int((surroundings.posted.milliseconds - Instant.runStart.milliseconds) / 3_600_000)
    }
  }

  private func isFarOff(_ clock: Instant) -> Bool {
    abs(clock.milliseconds - surroundings.posted.milliseconds) > 180 * 86_400_000
  }

  /// Learns from the answer to a command.
  mutating func learn(_ post: Post, _ answer: ObservedAnswer) {
    guard case .posted = answer else {
      if case .refused(let code, _, false) = answer, code.isRecorded {
        known.append(Known(post: post, isRefused: true))
      }
      return
    }
    known.append(Known(post: post, isRefused: false))
  }

  mutating func learnGroup(_ posts: [Post], _ answers: [ObservedAnswer]) {
    for (post, answer) in zip(posts, answers) { learn(post, answer) }
    if answers.contains(where: { $0.sequence != nil }) { groups.append(posts) }
  }

  /// Mostly forgets the references that were dropped.
  mutating func learnCompaction(_ wasDropped: (Reference) -> Bool) {
    known = known.filter { !wasDropped($0.post.reference) || random.chance(8) }
    groups = groups.filter { !$0.contains { wasDropped($0.reference) } || random.chance(8) }
  }

  /// Goes on to post in the name of the members that were erased, partly by what takes the place of
  /// their identifiers.
  mutating func learnErasure(_ names: [MemberIdentifier: MemberIdentifier]) {
    for index in known.indices where random.chance(70) {
      let post = known[index].post
      known[index].post.member = post.member.map { names[$0] ?? $0 }
      known[index].post.counterparty = post.counterparty.map { names[$0] ?? $0 }
    }
  }

  private mutating func group() -> [Post]? {
    if random.chance(12), var group = random.element(of: groups) {
      switch random.index(6) {
      case 0: group.removeLast()
      case 1: group.reverse()
      case 2: group[random.index(group.count)] = changed(group[random.index(group.count)])
      default: break
      }
      return group.isEmpty ? nil : group
    }
    var posts = (0..<random.weighted([(2, 1), (4, 2), (2, 3), (1, 6)])).map { _ in post() }
    if random.chance(6) { posts[random.index(posts.count)] = retry() }
    return posts
  }

  mutating func rolled<Value>(_ choices: [(Int, Value)]) -> Value { random.weighted(choices) }
  mutating func roll(_ range: ClosedRange<Int>) -> Int { random.within(range) }

  // MARK: Parts of posts

  mutating func reference() -> Reference {
    referencesMade += 1
    return Reference("r\(referencesMade)") ?? Reference(UnitCode.points.text)
  }

  /// Mostly one of the first identifiers.
  mutating func identifier() -> MemberIdentifier {
    let place = random.index(identifiers.count)
    let chosen = focus == .everything && random.chance(75) ? place - place % 3 : place
    return identifiers[chosen]
  }

  mutating func unit() -> UnitCode? {
    if random.chance(1) { return UnitCode("ghost") }
    if random.chance(40) { return nil }
    return units[random.index(units.count)]
  }

  mutating func occurred() -> Instant? {
    switch random.weighted([
      (40, 0), (20, 1), (28, 2), (10, 3), (1, 4), (1, 5), (focus == .names ? 100 : 0, 6),
    ]) {
    case 0: nil
    case 1: .hour(hour)
    case 2: .hour(hour - random.within(1...30))
    case 3: .hour(hour + random.within(1...18))
    case 4: .hour(hour + random.within(24...30))
    case 6: .hour(hour - random.within(1...120))
    default: Instant(clamping: Instant.hour(hour).milliseconds + Int64(random.within(-2...2)))
    }
  }

  mutating func points() -> Points {
    switch random.weighted([(85, 0), (12, 1), (2, 2), (1, 3)]) {
    case 0: Points(minorUnits: Int64(random.within(1...12)))
    case 1: Points(minorUnits: Int64(random.within(13...60)))
    case 2: Points(minorUnits: Int64(random.within(1...1_000_000)))
    default: random.element(of: [0, -3, 1_000_000_000_000_000, 1_000_000_000_000_001]) ?? 1
    }
  }

  mutating func terms(isNew: Bool) -> UnitTerms {
    let days = UInt32(random.within(1...4))
    let activities: [Set<EntryKind>] = [
      UnitTerms.defaultActivity, UnitTerms.defaultActivity, [.earn], [.redeem, .transfer],
      [.hold, .release, .adjust, .reverse, .opening], [.extend, .capture],
    ]
    var terms = UnitTerms(
      scale: random.weighted([(6, nil), (4, 0), (1, 2)]),
      reversal: random.weighted([(5, .arrears), (3, .withinBalance), (2, .refuse)]),
      restore: random.weighted([(5, .original), (3, .grace(days: days)), (3, .reissue(days: days))]
      ),
      inactivityDays: random.weighted([(5, nil), (4, UInt32(random.within(1...4)))]),
      activity: random.element(of: activities) ?? [.earn])
    if hasUpkeep, random.chance(6) { terms.retentionDays = UInt32(random.within(1...2)) }
    return terms
  }

  /// Another post with an earlier reference, the same or slightly changed.
  private mutating func retry() -> Post {
    guard let known = random.element(of: known) else { return post() }
    return random.chance(60) ? known.post : changed(known.post)
  }

  /// Mostly no more than can be spent.
  mutating func fillSpendable(_ post: inout Post) {
    guard random.chance(85), let spendable = random.element(of: surroundings.spendable) else {
      post.member = identifier()
      post.unit = unit()
      post.points = points()
      return
    }
    post.member = spendable.member
    post.unit = spendable.unit == units[0] && random.chance(50) ? nil : spendable.unit
    let most = random.chance(8) ? spendable.points + 2 : spendable.points
    post.points = Points(minorUnits: Int64(random.within(1...max(1, min(most, 20)))))
    if random.chance(10) { post.points = Points(minorUnits: Int64(most)) }
  }

  private mutating func changed(_ post: Post) -> Post {
    var post = post
    switch random.index(13) {
    case 0: post.occurred = occurred()
    case 1: post.member = post.member.map { _ in identifier() }
    case 2: post.points = post.points.map { _ in points() }
    case 3: post.unit = post.unit == nil ? units[random.index(units.count)] : unit()
    case 4: post.activates = nil
    case 5: if post.kind != .hold { post.expires = nil }
    case 6: post.lots = []
    case 11: post.expires = post.expires.flatMap { _ in shortRule() }
    case 12: post.kind = rolled([(1, .earn), (1, .redeem), (1, .opening), (1, post.kind)])
    case 7:
      let takesPartial = post.kind == .redeem || post.kind == .capture
      post.partial = takesPartial ? random.chance(50) : post.partial
    case 8: post.counterparty = post.counterparty.map { _ in identifier() }
    case 9: post.original = post.original.map { _ in post.reference }
    default:
      post.terms = post.terms.map { _ in terms(isNew: false) }
      if post.kind == .freeze { post.freezesCredits = random.chance(50) }
      if post.kind == .adjust { post.overdraws = random.chance(50) }
    }
    return post
  }

  /// An earlier post of these kinds, mostly a recent one; now and then any at all.
  mutating func earlier(_ kinds: Set<EntryKind>) -> Known? {
    if random.chance(4) { return random.element(of: known) }
    let fit = known.filter { kinds.contains($0.post.kind) && (!$0.isRefused || random.chance(2)) }
    guard !fit.isEmpty else { return nil }
    return random.chance(60)
      ? fit[fit.count - 1 - random.index(min(fit.count, 5))]
      : random.element(of: fit)
  }
}
