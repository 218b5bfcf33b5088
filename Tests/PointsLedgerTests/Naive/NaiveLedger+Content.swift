import PointsLedger

extension NaiveState {
  /// Whether a retry has the content of the first post. Fields that the retry leaves out are not
  /// compared; for those that the first left out, the values that it took are compared.
  func isSameContent(_ retry: Post, _ known: NaiveDecision) -> Bool {
    let first = known.post
    return retry.kind == first.kind
      && isSame(retry.occurred, first.occurred, default: retry.occurred)
      && isSame(retry.points, first.points, default: retry.points)
      && isSameMember(retry.member, first.member, was: known.member)
      && isSameCounterparty(retry, known)
      && isSame(retry.unit, first.unit, default: units.first?.code)
      && isSame(retry.activates, first.activates, default: known.occurred)
      && isSame(retry.expires, first.expires, default: nil)
      && isSame(retry.original, first.original, default: nil)
      && (retry.lots.isEmpty || retry.lots == first.lots)
      && isSame(retry.partial, first.partial, default: false)
      && isSame(retry.freezesCredits, first.freezesCredits, default: false)
      && isSameTerms(retry.terms, first.terms, scale: known.scale)
  }

  private func isSame<Value: Equatable>(
    _ retry: Value?, _ first: Value?, default taken: Value?
  ) -> Bool {
    guard let retry else { return true }
    return retry == first ?? taken
  }

  /// A `link` or `unlink` is about an identifier, not about the member that it names.
  private func isSameCounterparty(_ retry: Post, _ known: NaiveDecision) -> Bool {
    guard retry.kind == .link || retry.kind == .unlink else {
      return isSameMember(retry.counterparty, known.post.counterparty, was: known.counterparty)
    }
    return retry.counterparty == known.post.counterparty
  }

  private func isSameMember(_ retry: MemberIdentifier?, _ first: MemberIdentifier?, was known: Int?)
    -> Bool
  {
    guard let retry, let first else { return retry == nil && first == nil }
    if retry == first { return true }
    guard let member = member(retry) else { return false }
    return member == known.map { survivor(of: $0) } ?? self.member(first)
  }

  private func isSameTerms(_ retry: UnitTerms?, _ first: UnitTerms?, scale: UInt8?) -> Bool {
    guard let retry, let first else { return retry == nil && first == nil }
    var resolved = first
    resolved.scale = retry.scale == nil ? nil : first.scale ?? scale
    return retry == resolved
  }
}
