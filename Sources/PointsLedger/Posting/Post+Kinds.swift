extension Post {
  /// Gives `points` to `member`. They can be spent from `activates` (nil: at once) until `expires`
  /// (nil: no end).
  public static func earn(
    _ points: Points, for member: MemberIdentifier, reference: Reference, unit: UnitCode? = nil,
    activates: Instant? = nil, expires: Instant? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    credit(
      .earn, points, member, reference, unit: unit, activates: activates, expires: expires,
      occurred: occurred, texts: texts)
  }

  /// Carries a lot over from an earlier system.
  public static func opening(
    _ points: Points, for member: MemberIdentifier, reference: Reference, unit: UnitCode? = nil,
    activates: Instant? = nil, expires: Instant? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    credit(
      .opening, points, member, reference, unit: unit, activates: activates, expires: expires,
      occurred: occurred, texts: texts)
  }

  /// Takes `points` from `member`: from the lots that expire soonest, or from `lots`.
  public static func redeem(
    _ points: Points, from member: MemberIdentifier, reference: Reference, unit: UnitCode? = nil,
    lots: [Reference] = [], partial: Bool? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    var post = base(.redeem, member, reference, unit: unit, occurred: occurred, texts: texts)
    post.points = points
    post.lots = lots
    post.partial = partial
    return post
  }

  /// Corrects the account by `points`. Above 0 they make a new lot; below 0 they are taken as in a
  /// redemption, and if it `overdraws`, what is short becomes arrears.
  public static func adjust(
    _ points: Points, of member: MemberIdentifier, reference: Reference, unit: UnitCode? = nil,
    activates: Instant? = nil, expires: Instant? = nil, lots: [Reference] = [],
    overdraws: Bool? = nil, occurred: Instant? = nil, texts: EntryTexts = .none
  ) -> Post {
    var post = credit(
      .adjust, points, member, reference, unit: unit, activates: activates, expires: expires,
      occurred: occurred, texts: texts)
    post.lots = lots
    post.overdraws = overdraws
    return post
  }

  /// Reserves `points` until `deadline`.
  public static func hold(
    _ points: Points, of member: MemberIdentifier, until deadline: Instant, reference: Reference,
    unit: UnitCode? = nil, lots: [Reference] = [], occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    var post = base(.hold, member, reference, unit: unit, occurred: occurred, texts: texts)
    post.points = points
    post.expires = .at(deadline)
    post.lots = lots
    return post
  }

  /// Takes `points` (nil: all that is left) of the hold `original`. The rest returns to its lots or,
  /// if `partial`, stays held to the same deadline.
  public static func capture(
    _ points: Points? = nil, of original: Reference, for member: MemberIdentifier,
    reference: Reference, unit: UnitCode? = nil, partial: Bool? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    var post = base(.capture, member, reference, unit: unit, occurred: occurred, texts: texts)
    post.points = points
    post.original = original
    post.partial = partial
    return post
  }

  /// Releases the hold `original`.
  public static func release(
    _ original: Reference, for member: MemberIdentifier, reference: Reference,
    unit: UnitCode? = nil, occurred: Instant? = nil, texts: EntryTexts = .none
  ) -> Post {
    var post = base(.release, member, reference, unit: unit, occurred: occurred, texts: texts)
    post.original = original
    return post
  }

  /// Undoes `points` (nil: all that remain) of the entry `original`.
  public static func reverse(
    _ points: Points? = nil, of original: Reference, for member: MemberIdentifier,
    reference: Reference, unit: UnitCode? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    var post = base(.reverse, member, reference, unit: unit, occurred: occurred, texts: texts)
    post.points = points
    post.original = original
    return post
  }

  /// Moves `points` from `member` to `receiver`. The lots keep their origin and expiry.
  public static func transfer(
    _ points: Points, from member: MemberIdentifier, to receiver: MemberIdentifier,
    reference: Reference, unit: UnitCode? = nil, lots: [Reference] = [], occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    var post = base(.transfer, member, reference, unit: unit, occurred: occurred, texts: texts)
    post.points = points
    post.counterparty = receiver
    post.lots = lots
    return post
  }

  /// Moves the expiry of the credit `original` to a later `expires` (nil: it never expires).
  public static func extend(
    _ original: Reference, of member: MemberIdentifier, to expires: Instant?,
    reference: Reference, unit: UnitCode? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    var post = base(.extend, member, reference, unit: unit, occurred: occurred, texts: texts)
    post.original = original
    post.expires = expires.map { .at($0) }
    return post
  }

  /// Enrols a member without points.
  public static func enroll(
    _ member: MemberIdentifier, reference: Reference, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    base(.enroll, member, reference, unit: nil, occurred: occurred, texts: texts)
  }

  /// Gives `member` another identifier.
  public static func link(
    _ identifier: MemberIdentifier, to member: MemberIdentifier, reference: Reference,
    occurred: Instant? = nil, texts: EntryTexts = .none
  ) -> Post {
    var post = base(.link, member, reference, unit: nil, occurred: occurred, texts: texts)
    post.counterparty = identifier
    return post
  }

  /// Removes an identifier from `member`.
  public static func unlink(
    _ identifier: MemberIdentifier, from member: MemberIdentifier, reference: Reference,
    occurred: Instant? = nil, texts: EntryTexts = .none
  ) -> Post {
    var post = base(.unlink, member, reference, unit: nil, occurred: occurred, texts: texts)
    post.counterparty = identifier
    return post
  }

  /// Moves everything from `member` to `survivor` and closes `member`.
  public static func merge(
    _ member: MemberIdentifier, into survivor: MemberIdentifier, reference: Reference,
    occurred: Instant? = nil, texts: EntryTexts = .none
  ) -> Post {
    var post = base(.merge, member, reference, unit: nil, occurred: occurred, texts: texts)
    post.counterparty = survivor
    return post
  }

  /// Stops debits of `member`, and credits too if requested.
  public static func freeze(
    _ member: MemberIdentifier, credits: Bool? = nil, reference: Reference,
    occurred: Instant? = nil, texts: EntryTexts = .none
  ) -> Post {
    var post = base(.freeze, member, reference, unit: nil, occurred: occurred, texts: texts)
    post.freezesCredits = credits
    return post
  }

  /// Ends a freeze.
  public static func unfreeze(
    _ member: MemberIdentifier, reference: Reference, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    base(.unfreeze, member, reference, unit: nil, occurred: occurred, texts: texts)
  }

  /// Defines a unit, or a new version of its policy.
  public static func unit(
    _ code: UnitCode, terms: UnitTerms, reference: Reference, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    var post = base(.unit, nil, reference, unit: code, occurred: occurred, texts: texts)
    post.terms = terms
    return post
  }

  /// Closes everything that occurred before `instant`.
  public static func closePeriod(
    before instant: Instant, reference: Reference, texts: EntryTexts = .none
  ) -> Post {
    base(.closePeriod, nil, reference, unit: nil, occurred: instant, texts: texts)
  }

  private static func credit(
    _ kind: EntryKind, _ points: Points, _ member: MemberIdentifier, _ reference: Reference,
    unit: UnitCode?, activates: Instant?, expires: Instant?, occurred: Instant?, texts: EntryTexts
  ) -> Post {
    var post = base(kind, member, reference, unit: unit, occurred: occurred, texts: texts)
    post.points = points
    post.activates = activates.map { .at($0) }
    post.expires = expires.map { .at($0) }
    return post
  }

  private static func base(
    _ kind: EntryKind, _ member: MemberIdentifier?, _ reference: Reference, unit: UnitCode?,
    occurred: Instant?, texts: EntryTexts
  ) -> Post {
    var post = Post(kind: kind, reference: reference)
    post.member = member
    post.unit = unit
    post.occurred = occurred
    post.texts = texts
    return post
  }
}
