extension Decider {
  /// Writes that identifiers, keys and texts of a member's entries so far are destroyed. It is
  /// effective at the last `posted`. Returns its index.
  mutating func announceErasure(of member: UInt32, posted: Int64) throws(LedgerError) -> Int {
    let last = state.lastPosted
    var record = Record(kind: .erase, occurred: last, effective: last)
    record.member = member
    return try write(record, posted: posted)
  }
}
