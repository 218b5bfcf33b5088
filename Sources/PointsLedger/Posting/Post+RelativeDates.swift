// The kinds that have dates, once more for dates that may be relative. They are disfavoured so that
// no date, or nil, is not ambiguous.

extension Post {
  /// Gives `points` to `member`: spendable from `activates` (nil: at once) up to `expires` (nil:
  /// never).
  @_disfavoredOverload
  public static func earn(
    _ points: Points, for member: MemberIdentifier, reference: Reference, unit: UnitCode? = nil,
    activates: PostDate? = nil, expires: PostDate? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    let post = earn(
      points, for: member, reference: reference, unit: unit, occurred: occurred, texts: texts)
    return post.with(activates, expires)
  }

  /// Brings a lot forward from an earlier system.
  @_disfavoredOverload
  public static func opening(
    _ points: Points, for member: MemberIdentifier, reference: Reference, unit: UnitCode? = nil,
    activates: PostDate? = nil, expires: PostDate? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    let post = opening(
      points, for: member, reference: reference, unit: unit, occurred: occurred, texts: texts)
    return post.with(activates, expires)
  }

  /// Corrects by `points`, above 0: a new lot.
  @_disfavoredOverload
  public static func adjust(
    _ points: Points, of member: MemberIdentifier, reference: Reference, unit: UnitCode? = nil,
    activates: PostDate? = nil, expires: PostDate? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    let post = adjust(
      points, of: member, reference: reference, unit: unit, occurred: occurred, texts: texts)
    return post.with(activates, expires)
  }

  /// Reserves `points` until `deadline`.
  public static func hold(
    _ points: Points, of member: MemberIdentifier, until deadline: PostDate, reference: Reference,
    unit: UnitCode? = nil, lots: [Reference] = [], occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    let post = hold(
      points, of: member, until: .epoch, reference: reference, unit: unit, lots: lots,
      occurred: occurred, texts: texts)
    return post.with(nil, deadline)
  }

  /// Moves the expiry of the credit `original` to a later `expires` (nil: never).
  @_disfavoredOverload
  public static func extend(
    _ original: Reference, of member: MemberIdentifier, to expires: PostDate?,
    reference: Reference, unit: UnitCode? = nil, occurred: Instant? = nil,
    texts: EntryTexts = .none
  ) -> Post {
    let post = extend(
      original, of: member, to: nil, reference: reference, unit: unit, occurred: occurred,
      texts: texts)
    return post.with(nil, expires)
  }

  private func with(_ activates: PostDate?, _ expires: PostDate?) -> Post {
    var post = self
    post.activates = activates
    post.expires = expires
    return post
  }
}
