/// Questions about single entries, answered from the state and the entries themselves.
struct EntryQueries {
  let names: LiveNames
  let log: RecordLog
  /// Entries from this sequence number on may not be shown yet.
  let end: UInt64
  /// The ledger's directory, for messages.
  let path: String

  private var builder: EntryBuilder<LiveNames, RecordLog> {
    EntryBuilder(names: names, reader: log)
  }

  func entry(at sequence: SequenceNumber) throws(LedgerError) -> Entry? {
    guard sequence.value < end else { return nil }
    return try builder.entry(log.record(at: sequence.value))
  }

  /// The entry or refusal that decided `reference`, or nil.
  ///
  /// - Parameter candidates: Entries that may have the reference.
  func entry(reference: Reference, among candidates: [UInt64]) throws(LedgerError) -> Entry? {
    for sequence in candidates where sequence < end {
      let record = try log.record(at: sequence)
      if record.reference == reference.text { return try builder.entry(record) }
    }
    return nil
  }

  /// The entries of an account and of its member, newest first.
  func history(
    of member: MemberIdentifier, unit code: UnitCode?, before sequence: SequenceNumber?, limit: Int
  ) throws(LedgerError) -> [Entry] {
    guard let number = try names.memberNumber(member) else {
      throw LedgerError(.unknownMember, "there is no member \(member) in \(path)")
    }
    let found = try code.map { (code) throws(LedgerError) in try names.unitNumber(code) }
    guard let unit = found ?? 0 else {
      throw LedgerError(
        .unknownUnit, "there is no unit \(code.map { "\($0)" } ?? "") in \(path)")
    }
    let end = min(sequence?.value ?? UInt64.max, end)
    // There are two chains, of the account and of the member as a whole. They are merged by
    // sequence number.
    var account = try chain(from: try names.lastEntry(member: number, unit: unit), below: end)
    var whole = try chain(from: try names.lastEntry(member: number), below: end)
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
      entries.append(try builder.entry(next))
    }
    return entries
  }

  /// The first record below `end` along the `previous` links from `sequence`.
  private func chain(from sequence: UInt64?, below end: UInt64) throws(LedgerError) -> Record? {
    var next = sequence
    while let sequence = next {
      if sequence < end { return try log.record(at: sequence) }
      next = try log.skim(at: sequence).previous
    }
    return nil
  }

  /// Where the points of a credit went, and which came back, in log order, through transfers and
  /// merges too.
  func uses(of credit: SequenceNumber) throws(LedgerError) -> [LotUse] {
    guard credit.value < end else { return [] }
    let origin = try log.skim(at: credit.value)
    // Only an entry that made a lot has uses; the walk along a busy account is long.
    guard origin.originatesLots, let member = origin.member, let unit = origin.unit else {
      return []
    }
    var uses: [LotUse] = []
    var seen: Set<UInt32> = []
    var open: Set<UInt32> = [member]
    while let next = open.popFirst() {
      guard seen.insert(next).inserted else { continue }
      var sequence = try names.lastEntry(member: next, unit: unit)
      while let current = sequence, current >= credit.value {
        let record = try log.skim(at: current)
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
