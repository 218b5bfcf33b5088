/// When identifiers passed from one member to another.
extension LedgerState {
  /// The end of the time for which `text` meant other members than the one that it names now; if it
  /// names none, the end of its last period. `Int64.min` if there is no such time, or if it ended
  /// by `instant`.
  ///
  /// - Parameter number: The identifier by which `text` names a member now, or nil.
  func handover(of text: InlineText, to number: UInt32?, after instant: Int64) -> Int64 {
    guard let number else {
      return periods(of: text).compactMap { $0.to?.effective }.max() ?? Int64.min
    }
    let (member, from) = identifiers.look(Int(number)) { ($0.member, $0.from.effective) }
    let owner = survivor(of: member)
    // A period begins no earlier than those before it ended.
    if owner == member, from <= instant { return Int64.min }
    var (begin, end) = (Int64.min, Int64.min)
    for period in periods(of: text) {
      let joined = joining(of: period.member, to: owner)
      let other = min(period.to?.effective ?? Int64.max, joined ?? Int64.max)
      // Of a period that never meant another member nothing counts.
      if other > begin { end = other }
      begin = period.to?.effective ?? begin
    }
    return end
  }

  /// The instant at which it last changed whom an identifier names: its link, or a merge.
  func lastHandover(ofIdentifier number: UInt32) -> Int64 {
    let (member, from) = identifiers.look(Int(number)) { ($0.member, $0.from.effective) }
    return max(from, joining(of: member, to: survivor(of: member)) ?? from)
  }

  /// The instant from which other identifiers than `number` always mean `member`.
  func isNamed(_ member: UInt32, withoutIdentifier number: UInt32) -> Int64 {
    var start = Int64.max
    for other in members[Int(member)].currentIdentifiers where other != number {
      let text = identifiers.look(Int(other)) { $0.text }
      start = min(start, handover(of: text, to: other, after: Int64.min))
    }
    return start == Int64.max ? Int64.min : start
  }

  /// The instant at which `member` had become `survivor` through merges: `Int64.min` for itself, nil
  /// if it has not.
  private func joining(of member: UInt32, to survivor: UInt32) -> Int64? {
    var (current, last, joined) = (member, UInt64(0), Int64.min)
    while current != survivor {
      guard let merger = members.look(Int(current), { $0.merged }), merger.sequence > last else {
        return nil
      }
      (current, last, joined) = (merger.into, merger.sequence, max(joined, merger.effective))
    }
    return joined
  }
}
