import PointsLedger

extension NaiveState {
  /// The member that the identifier meant: by the last entry about it that counts, or else by the
  /// first that comes later; through the merges that count.
  func member(_ identifier: MemberIdentifier, _ view: NaiveView) -> Int? {
    var named: Int?
    var next: Int?
    for entry in namings where entry.sequence <= view.sequence {
      for naming in entry.namings where naming.identifier == identifier {
        if entry.effective <= view.instant {
          named = naming.member
          next = nil
        } else {
          next = next ?? naming.member
        }
      }
    }
    return (named ?? next).map { survivor(of: $0, view) }
  }

  private func survivor(of member: Int, _ view: NaiveView) -> Int {
    var member = member
    let merges = namings.filter { $0.sequence <= view.sequence && $0.effective <= view.instant }
    while let survivor = members[member].survivor, merges.contains(where: { $0.ended == member }) {
      member = survivor
    }
    return member
  }

  /// The instants before which a post cannot be effective because of identifiers.
  func handovers(before asked: NaiveCase) -> [Instant] {
    let names = [asked.post.member, asked.post.counterparty].compactMap(\.self)
    var limits = names.compactMap { endOfOthers($0, than: self.member($0)) }
    guard let member = asked.post.member.flatMap({ self.member($0) }) else { return limits }
    switch asked.post.kind {
    case .merge: limits += members[member].identifiers.compactMap(lastNaming)
    case .unlink:
      guard let ending = asked.post.counterparty, self.member(ending) == member else { break }
      limits += [lastNaming(ending)].compactMap(\.self)
      let others = members[member].identifiers.filter { $0 != ending }
      let starts = others.map { endOfOthers($0, than: member) }
      if !starts.contains(nil), let start = starts.compactMap(\.self).min() {
        limits.append(start)
      }
    default: break
    }
    return limits
  }

  /// The first instant from which on the identifier means only `member`, or nobody; nil if that has
  /// always been so.
  private func endOfOthers(_ identifier: MemberIdentifier, than member: Int?) -> Instant? {
    let changes = namings.map(\.effective)
    var end: Instant?
    var isOther = false
    for instant in [Instant(clamping: .min)] + changes.sorted() {
      let meant = self.member(identifier, NaiveView(instant: instant, sequence: .max))
      if isOther { end = instant }
      isOther = meant != nil && meant != member
    }
    return end
  }

  /// From now on the identifier, which names nobody, names the member.
  func beginning(_ identifier: MemberIdentifier, of member: Int) -> NaiveNaming {
    let before = namings.flatMap(\.namings).count { $0.isStart }
    return NaiveNaming(identifier: identifier, member: member, period: before, isStart: true)
  }

  /// The number of the time in which the identifier names somebody now.
  func period(of identifier: MemberIdentifier) -> Int {
    namings.flatMap(\.namings).last { $0.identifier == identifier }?.period ?? -1
  }

  private func lastNaming(_ identifier: MemberIdentifier) -> Instant? {
    namings.last { $0.namings.contains { $0.identifier == identifier } }?.effective
  }
}
