internal import LedgerStorage

extension Ledger {
  /// The entry at `sequence`, or nil.
  public func entry(at sequence: SequenceNumber) throws(LedgerError) -> Entry? {
    guard sequence.value < queue.publishedSequence else { return nil }
    return try presenter.entry(log.record(at: sequence.value))
  }

  /// The entry, or the refusal, that decided `reference`, or nil.
  public func entry(reference: Reference) throws(LedgerError) -> Entry? {
    let candidates = core.withLock { $0.judge.state.candidates(for: reference.text) }
    for sequence in candidates {
      try queue.waitUntilPublished(sequence + 1)
      let record = try log.record(at: sequence)
      if record.reference == reference.text { return try presenter.entry(record) }
    }
    return nil
  }

  /// What happened on an account and to its member, newest first.
  ///
  /// - Parameters:
  ///   - sequence: Only entries before this one; nil: from the newest.
  ///   - limit: The most entries wanted.
  /// - Throws: `unknownMember`, `unknownUnit`.
  public func history(
    of member: MemberIdentifier, unit: UnitCode? = nil, before sequence: SequenceNumber? = nil,
    limit: Int = Int.max
  ) throws(LedgerError) -> [Entry] {
    let number = try memberNumber(
      member, at: Moment(effective: Int64.max, sequence: UInt64.max))
    let unitNumber = try unitNumber(unit)
    let end = min(sequence?.value ?? UInt64.max, queue.publishedSequence)
    // Two chains, of the account and of the member as a whole, merged by sequence number.
    let heads = core.withLock { core in
      (
        core.judge.state.lastEntry(member: number, unit: unitNumber),
        core.judge.state.members[Int(number)].last
      )
    }
    var account = try chain(from: heads.0, below: end)
    var whole = try chain(from: heads.1, below: end)
    var entries: [Entry] = []
    while entries.count < limit {
      let next: Record
      switch (account, whole) {
      case (let record?, let other?) where record.sequence > other.sequence: next = record
      case (_, let other?): next = other
      case (let record?, nil): next = record
      case (nil, nil): return entries
      }
      if next.sequence == account?.sequence {
        account = try chain(from: next.previous, below: end)
      } else {
        whole = try chain(from: next.previous, below: end)
      }
      entries.append(try presenter.entry(next))
    }
    return entries
  }

  /// The first record below `end` along the `previous` links from `sequence`.
  private func chain(from sequence: UInt64?, below end: UInt64) throws(LedgerError) -> Record? {
    var next = sequence
    while let sequence = next {
      let record = try log.record(at: sequence)
      if sequence < end { return record }
      next = record.previous
    }
    return nil
  }

  /// Shows every entry from `first` to `last` (nil: to the end) in log order, until `visit` returns
  /// false.
  public func forEachEntry(
    from first: SequenceNumber = SequenceNumber(0), to last: SequenceNumber? = nil,
    _ visit: (Entry) -> Bool
  ) throws(LedgerError) {
    let end = queue.publishedSequence
    let presenter = presenter
    try log.forEach(from: first.value) { (record) throws(LedgerError) in
      guard record.sequence < end, record.sequence <= last?.value ?? UInt64.max else {
        return false
      }
      return visit(try presenter.entry(record))
    }
  }

  /// Where the points of a credit went, and what came back, in log order: through transfers and
  /// merges too.
  public func uses(of credit: SequenceNumber) throws(LedgerError) -> [LotUse] {
    let end = queue.publishedSequence
    guard credit.value < end else { return [] }
    let origin = try log.record(at: credit.value)
    guard let member = origin.member, let unit = origin.unit else { return [] }
    var uses: [LotUse] = []
    var seen: Set<UInt32> = []
    var open: Set<UInt32> = [member]
    while let next = open.popFirst() {
      guard seen.insert(next).inserted else { continue }
      var sequence = names.lastEntry(member: next, unit: unit)
      while let current = sequence, current >= credit.value {
        let record = try log.record(at: current)
        sequence = record.previous
        guard current < end, record.kind != .refusal else { continue }
        if record.kind == .counter || record.kind == .transfer,
          let other = record.counterparty
        {
          let moves =
            record.flags.contains(.mergedAway)
            || record.allocations.contains { $0.origin == credit }
          if moves { open.insert(other) }
        }
        uses.append(contentsOf: LotUse.uses(of: credit, in: record))
      }
    }
    return uses.sorted { $0.entry < $1.entry }
  }
}
