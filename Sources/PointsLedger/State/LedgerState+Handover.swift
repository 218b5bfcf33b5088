/// When identifiers passed from one member to another.
extension LedgerState {
  /// The end of the time for which `text` meant other members than the one that it names now; if it
  /// names none, the end of its last period. `Int64.min` if there is no such time.
  ///
  /// - Parameters:
  ///   - number: The identifier by which `text` names a member now, or nil.
  ///   - instant: If that time ended by then, the result may be `Int64.min`, which is quicker.
  func handover(of text: InlineText, to number: UInt32?, after instant: Int64) -> Int64 {
    guard let number else {
      return periods(of: text).compactMap { $0.to?.effective }.max() ?? Int64.min
    }
    let (member, from) = identifiers.look(Int(number)) { ($0.member, $0.from.effective) }
    let owner = survivor(of: member)
    // A period begins no earlier than those before it ended.
    if owner == member, from <= instant { return Int64.min }
    var (previousEnd, handedOver) = (Int64.min, Int64.min)
    for period in periods(of: text) {
      let joined = joining(of: period.member, to: owner)
      // From the end of the period before to here, the period meant another member.
      let meantOtherUntil = min(period.to?.effective ?? Int64.max, joined ?? Int64.max)
      if meantOtherUntil > previousEnd { handedOver = meantOtherUntil }
      previousEnd = period.to?.effective ?? previousEnd
    }
    return handedOver
  }

  /// The last instant at which an identifier came to mean another member: by its link or by a merge.
  func lastHandover(ofIdentifier number: UInt32) -> Int64 {
    let (member, from) = identifiers.look(Int(number)) { ($0.member, $0.from.effective) }
    return max(from, joining(of: member, to: survivor(of: member)) ?? from)
  }

  /// The instant from which another identifier than `number` means `member` for good; nil if it has
  /// no other.
  func namedForGood(_ member: UInt32, without number: UInt32) -> Int64? {
    var start: Int64?
    for other in members[Int(member)].currentIdentifiers where other != number {
      let text = identifiers.look(Int(other)) { $0.text }
      let handover = handover(of: text, to: other, after: Int64.min)
      start = min(start ?? handover, handover)
    }
    return start
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
