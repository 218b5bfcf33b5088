/// Finds faults of a post that no state of a ledger could make right.
package enum PostCheck {
  /// The maximum lead of a post's event time over the clock, in milliseconds: 24 hours.
  static let maximumLead: Int64 = 86_400_000

  /// Returns the first fault of `post`, or nil. The clock matters only for how far ahead `post`
  /// claims to have occurred.
  ///
  /// - Parameter calendar: Resolves relative dates that name a zone.
  package static func malformation(
    of post: Post, posted: Int64, by calendar: any LedgerCalendar = UTCCalendar()
  ) -> Malformation? {
    guard post.kind.isPostable else { return .kindNotPostable(post.kind) }
    if let wrong = fields(post) { return wrong }
    if let wrong = points(post) { return wrong }
    // What is still to come cannot be closed.
    let lead = post.kind == .closePeriod ? 0 : maximumLead
    if let occurred = post.occurred, occurred.milliseconds > posted &+ lead {
      return .inTheFuture(posted: Instant(clamping: posted))
    }
    if let wrong = givenDates(post, posted: posted, calendar) { return wrong }
    if post.hasRare {
      if let wrong = lots(post) { return wrong }
      if let terms = post.terms, let wrong = self.terms(terms) { return wrong }
    }
    return texts(post.texts)
  }

  /// Returns the fault in the dates, all of them instants, of a post that leaves its time to the
  /// clock. A retry of a decided post skips this check: it may arrive after the dates have passed.
  package static func clockMalformation(of post: Post, posted: Int64) -> Malformation? {
    post.occurred == nil ? dates(post, occurred: posted) : nil
  }

  /// What is wrong with the dates, but for what the clock decides.
  private static func givenDates(
    _ post: Post, posted: Int64, _ calendar: any LedgerCalendar
  ) -> Malformation? {
    guard post.hasRelativeDates else {
      return post.occurred.flatMap { dates(post, occurred: $0.milliseconds) }
    }
    var dated = post
    let from = post.occurred ?? Instant(clamping: posted)
    if let wrong = dated.resolveDates(from: from, by: calendar) { return wrong }
    return post.occurred.flatMap { dates(dated, occurred: $0.milliseconds) }
  }

  private static func fields(_ post: Post) -> Malformation? {
    var given: KindFields.Fields = []
    if post.member != nil { given.insert(.member) }
    if post.points != nil { given.insert(.points) }
    if post.unit != nil { given.insert(.unit) }
    if post.activates != nil { given.insert(.activates) }
    if post.expires != nil { given.insert(.expires) }
    if post.hasRare { given.formUnion(rareFields(post)) }
    if let wrong = KindFields.of(post).malformation(of: given) { return wrong }
    if !post.hasRare { return nil }
    if post.terms != nil, post.kind != .unit { return .unexpected(.policy) }
    if post.freezesCredits != nil, post.kind != .freeze { return .unexpected(.policy) }
    if post.overdraws != nil, post.kind != .adjust { return .unexpected(.policy) }
    return nil
  }

  private static func rareFields(_ post: Post) -> KindFields.Fields {
    var given: KindFields.Fields = []
    if post.original != nil { given.insert(.original) }
    if post.counterparty != nil { given.insert(.counterparty) }
    if !post.lots.isEmpty { given.insert(.lots) }
    if post.partial != nil { given.insert(.partial) }
    if post.terms != nil || post.freezesCredits != nil || post.overdraws != nil {
      given.insert(.policy)
    }
    return given
  }

  private static func points(_ post: Post) -> Malformation? {
    guard let points = post.points?.minorUnits else { return nil }
    if points == 0 { return .pointsZero }
    if points < 0, post.kind != .adjust { return .pointsNegative }
    let limit = Points.maximumPerPost.minorUnits
    return points > limit || points < -limit ? .pointsOutOfRange : nil
  }

  private static func dates(_ post: Post, occurred: Int64) -> Malformation? {
    guard let expires = post.expires?.instant else { return nil }
    switch post.kind {
    case .opening, .earn, .adjust:
      let activates = post.activates?.instant?.milliseconds ?? occurred
      return expires.milliseconds <= activates ? .expiryBeforeActivation : nil
    case .hold: return expires.milliseconds <= occurred ? .expiryBeforeActivation : nil
    default: return nil
    }
  }

  private static func lots(_ post: Post) -> Malformation? {
    guard !post.lots.isEmpty else { return nil }
    if post.lots.count > Post.maximumLots { return .tooManyLots(maximum: Post.maximumLots) }
    var seen: Set<Reference> = []
    for lot in post.lots where !seen.insert(lot).inserted { return .repeatedLot(lot) }
    return nil
  }

  private static func terms(_ terms: UnitTerms) -> Malformation? {
    if let scale = terms.scale, scale > UnitTerms.maximumScale { return .scaleOutOfRange }
    let possible = 1...UnitTerms.maximumDays
    for case let days? in [terms.inactivityDays, terms.retentionDays]
    where !possible.contains(days) {
      return .daysOutOfRange
    }
    switch terms.restore {
    case .original: break
    case .grace(let days), .reissue(let days):
      if !possible.contains(days) { return .daysOutOfRange }
    }
    for kind in EntryKind.allCases
    where terms.activity.contains(kind) && !KindFields.canBeActivity(kind) {
      return .activityNotPossible(kind)
    }
    return nil
  }

  private static func texts(_ texts: EntryTexts) -> Malformation? {
    if let location = texts.location, location.utf8.count > EntryTexts.maximumByteCount {
      return .textTooLong(.location, maximumByteCount: EntryTexts.maximumByteCount)
    }
    if texts.hasOnlyLocation { return nil }
    let limited: [(Post.Field, String?, Int)] = [
      (.actor, texts.actor, EntryTexts.maximumByteCount),
      (.reason, texts.reason, EntryTexts.maximumByteCount),
      (.campaign, texts.campaign, EntryTexts.maximumByteCount),
      (.basis, texts.basis, EntryTexts.maximumBasisByteCount),
      (.basisUnit, texts.basisUnit, EntryTexts.maximumByteCount),
      (.memo, texts.memo, EntryTexts.maximumMemoByteCount),
    ]
    for (field, text, limit) in limited {
      if let text, text.utf8.count > limit {
        return .textTooLong(field, maximumByteCount: limit)
      }
    }
    if let basis = texts.basis, !isDecimal(basis) { return .basisNotDecimal }
    return nil
  }

  /// Whether `text` consists of digits with at most one point, perhaps after a minus sign.
  static func isDecimal(_ text: String) -> Bool {
    var digits = 0
    var points = 0
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "."): points += 1
      case UInt8(ascii: "-") where index == 0: break
      default: return false
      }
    }
    return digits > 0 && points <= 1
  }
}
