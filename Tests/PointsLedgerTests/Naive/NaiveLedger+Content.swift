import PointsLedger

extension NaiveState {
  /// The fields in which a retry differs from the first post. Fields that the retry leaves out are
  /// not compared; for those that the first left out, the values that it took are compared.
  func differing(_ retry: Post, _ known: NaiveDecision) -> [Post.Field] {
    let first = known.post
    let retry = retry.naivelyDated(from: known.occurred) ?? retry
    let same: [(Post.Field, Bool)] = [
      (.time, isSame(retry.occurred, first.occurred, default: retry.occurred)),
      (.kind, retry.kind == first.kind),
      (.member, isSameMember(retry.member, first.member, was: known.member)),
      (.points, isSame(retry.points, first.points, default: retry.points)),
      (.unit, isSame(retry.unit, first.unit, default: known.unit)),
      (.activates, isSame(retry.activates, first.activates, default: .at(known.occurred))),
      (.expires, isSame(retry.expires, first.expires, default: nil)),
      (.original, isSame(retry.original, first.original, default: nil)),
      (.counterparty, isSameCounterparty(retry, known)),
      (.lots, retry.lots.isEmpty || retry.lots == first.lots),
      (.partial, isSame(retry.partial, first.partial, default: false)),
      (
        .policy,
        isSame(retry.freezesCredits, first.freezesCredits, default: false)
          && isSame(retry.overdraws, first.overdraws, default: false)
          && isSameTerms(retry.terms, first.terms, scale: known.scale)
      ),
    ]
    return same.filter { !$0.1 }.map(\.0)
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
    guard let retry else { return true }
    guard let first else { return false }
    if retry == first { return true }
    guard let member = member(retry) else { return false }
    return member == known.map { survivor(of: $0) } ?? self.member(first)
  }

  private func isSameTerms(_ retry: UnitTerms?, _ first: UnitTerms?, scale: UInt8?) -> Bool {
    guard let retry else { return true }
    guard let first else { return false }
    var resolved = first
    resolved.scale = retry.scale == nil ? nil : first.scale ?? scale
    return retry == resolved
  }
}
