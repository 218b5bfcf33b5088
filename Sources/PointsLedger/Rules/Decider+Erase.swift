extension Decider {
  /// Writes that identifiers, keys and texts of a member's entries so far are destroyed; or, with a
  /// date in `expires`, that the retention of a unit forbids that until then. It is effective at the
  /// last `posted`. Returns its index.
  mutating func announceErasure(of member: UInt32, posted: Int64) throws(LedgerError) -> Int {
    let last = state.lastPosted
    var record = Record(kind: .erase, occurred: last, effective: last)
    record.member = member
    if let end = retentionEnd(of: member), end > posted { record.expires = end }
    return try write(record, posted: posted)
  }

  /// When the retention of the last entry on the member's accounts ends, in milliseconds; nil if no
  /// unit has one.
  private mutating func retentionEnd(of member: UInt32) -> Int64? {
    var end: Int64?
    for unit in state.units.indices {
      guard let days = state.units[unit].terms.retentionDays,
        let number = state.accountNumber(of: state.survivor(of: member), unit: UInt8(unit))
      else { continue }
      state.load(account: number)
      let settled = state.accounts.look(number) { $0.settled }
      let kept = settled.addingReportingOverflow(Int64(days) * Instant.millisecondsPerDay)
      end = max(end ?? .min, kept.overflow ? .max : kept.partialValue)
    }
    return end
  }
}

extension Record {
  /// Whether the entry destroys what identifies its member. One with a date only says that this is
  /// forbidden until then.
  var erasesMember: Bool { kind == .erase && expires == nil }
}
