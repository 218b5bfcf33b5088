extension LedgerState {
  /// How `clock` stands to the last `posted`. Without entries it stands right.
  func clockStatus(at clock: Instant, maximumLead: Duration?) -> ClockStatus {
    ClockStatus(
      clock: clock, posted: nextSequence == 0 ? clock : Instant(clamping: lastPosted),
      accepted: acceptedClock.map { Instant(clamping: $0) }, maximumLead: maximumLead)
  }

  /// Applies an entry by which the operator accepts a clock. `note` forgets an accepted clock that
  /// lies ahead, since `posted` then moves on.
  mutating func applyClock(_ record: Record) throws(Account.Contradiction) {
    guard let clock = record.activates, record.occurred == lastPosted || isPartial,
      record.posted == max(clock, record.occurred)
    else { throw Account.Contradiction("its instants are not those of the clock") }
    acceptedClock = clock
    operatorEntries.append(record.sequence)
  }

  /// Applies an entry that announces a compaction. It changes nothing.
  mutating func applyCompaction(_ record: Record) throws(Account.Contradiction) {
    guard let last = record.original, last < record.sequence, record.activates != nil else {
      throw Account.Contradiction("it cuts where there are no entries")
    }
    operatorEntries.append(record.sequence)
  }

  /// Applies an entry that announces an erasure. It changes nothing: the identifiers in the entries
  /// before it are other ones once it was carried out.
  mutating func applyErasure(_ record: Record) throws(Account.Contradiction) {
    guard record.member != nil else { throw Account.Contradiction("it erases nobody") }
    operatorEntries.append(record.sequence)
  }

  /// The number of entries before `sequence` that an import of a dump posts or books again: all but
  /// the `clock`, `compact` and `erase` entries.
  func importedNumber(of sequence: UInt64) -> UInt64 {
    if operatorEntries.isEmpty { return sequence }
    return sequence - UInt64(operatorEntries.count { $0 < sequence })
  }
}
