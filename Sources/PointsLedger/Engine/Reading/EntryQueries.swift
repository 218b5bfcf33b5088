internal import LedgerStorage

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
    try checkKept(sequence.value)
    return try builder.entry(log.record(at: sequence.value))
  }

  /// The entry or refusal that decided `reference`, or nil.
  ///
  /// - Parameter candidates: Entries that may have the reference.
  func entry(reference: Reference, among candidates: [UInt64]) throws(LedgerError) -> Entry? {
    for sequence in candidates where sequence < end {
      let record = try log.record(at: sequence)
      if record.reference == reference.text { try checkKept(sequence) }
      if record.reference == reference.text { return try builder.entry(record) }
    }
    return nil
  }

  /// The entries of an account and of its member, newest first.
  func history(
    of member: MemberIdentifier, unit code: UnitCode?, before sequence: SequenceNumber?, limit: Int
  ) throws(LedgerError) -> [Entry] {
    let (number, unit) = try account(of: member, unit: code)
    let end = min(sequence?.value ?? UInt64.max, end)
    if end > 0, end < self.end { try checkKept(end - 1) }
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

  /// The number of entries of an account and of its member.
  func historyCount(
    of member: MemberIdentifier, unit code: UnitCode?, before sequence: SequenceNumber?
  ) throws(LedgerError) -> Int {
    let (number, unit) = try account(of: member, unit: code)
    let end = min(sequence?.value ?? UInt64.max, end)
    let chains = [
      try names.lastEntry(member: number, unit: unit), try names.lastEntry(member: number),
    ]
    var count = 0
    for last in chains {
      var next = last
      while let sequence = next, sequence >= log.store.firstSequence {
        if sequence < end { count += 1 }
        next = try log.skim(at: sequence).previous
      }
    }
    return count
  }

  private func account(
    of member: MemberIdentifier, unit code: UnitCode?
  ) throws(LedgerError) -> (member: UInt32, unit: UInt8) {
    guard let number = try names.memberNumber(member) else {
      throw LedgerError(.unknownMember, "there is no member \(member) in \(path)")
    }
    let found = try code.map { (code) throws(LedgerError) in try names.unitNumber(code) }
    guard let unit = found ?? 0 else {
      throw LedgerError(
        .unknownUnit, "there is no unit \(code.map { "\($0)" } ?? "") in \(path)")
    }
    return (number, unit)
  }

  /// The first record below `end` along the `previous` links from `sequence`.
  private func chain(from sequence: UInt64?, below end: UInt64) throws(LedgerError) -> Record? {
    var next = sequence
    let first = log.store.firstSequence
    while let sequence = next, sequence >= first {
      if sequence < end { return try log.record(at: sequence) }
      next = try log.skim(at: sequence).previous
    }
    return nil
  }

  /// Throws `compacted` for an entry that was dropped.
  private func checkKept(_ sequence: UInt64) throws(LedgerError) {
    guard sequence < log.store.firstSequence, let base = log.base else { return }
    throw try base.dropped(entry: sequence)
  }

  /// Where the points of a credit went, and which came back, in log order, through transfers and
  /// merges too.
  func uses(of credit: SequenceNumber) throws(LedgerError) -> [LotUse] {
    guard credit.value < end else { return [] }
    var trail = LotTrail(of: try log.skim(at: credit.value))
    var records: [Record] = []
    try walk(after: credit) {
      $0.originatesLots
    } visit: { record in
      if trail.concerns(record) { records.append(record) }
      guard record.kind == .counter || record.kind == .transfer else { return false }
      return record.flags.contains(.mergedAway)
        || record.allocations.contains { $0.origin == credit }
    }
    for record in records.sorted(by: { $0.sequence < $1.sequence }) { trail.follow(record) }
    return trail.uses
  }

  /// What paid the debt that an entry left, in log order, through merges too.
  func payments(of debt: SequenceNumber) throws(LedgerError) -> [DebtPayment] {
    var payments: [DebtPayment] = []
    try walk(after: debt) {
      $0.owing > 0
    } visit: { record in
      payments += record.debtPayments.filter { $0.debt == debt }
      return record.flags.contains(.mergedAway)
    }
    return payments.sorted { $0.entry < $1.entry }
  }

  /// The entries that are about an entry, in log order.
  func followUps(of original: SequenceNumber) throws(LedgerError) -> [FollowUp] {
    var entries: [FollowUp] = []
    try walk(after: original) {
      $0.canBeFollowedUp
    } visit: { record in
      if record.original == original.value, record.isFollowUp {
        entries.append(
          FollowUp(
            entry: SequenceNumber(record.sequence), kind: record.kind,
            effective: Instant(clamping: record.effective),
            points: Points(minorUnits: record.amount)))
      }
      return record.flags.contains(.mergedAway)
    }
    return entries.sorted { $0.entry < $1.entry }
  }

  /// Shows the entries of an account from `start` on, newest first, and those of the accounts to
  /// which they lead.
  ///
  /// - Parameters:
  ///   - isWorthIt: Whether the entry at `start` can have what is looked for; the walk along a busy
  ///     account is long.
  ///   - visit: Returns whether to go on on the account of the entry's counterparty as well.
  private func walk(
    after start: SequenceNumber, where isWorthIt: (Record) -> Bool, visit: (Record) -> Bool
  ) throws(LedgerError) {
    guard start.value < end else { return }
    try checkKept(start.value)
    let first = try log.skim(at: start.value)
    guard isWorthIt(first), let member = first.member, let unit = first.unit else { return }
    var seen: Set<UInt32> = []
    var open: Set<UInt32> = [member]
    while let next = open.popFirst() {
      guard seen.insert(next).inserted else { continue }
      var sequence = try names.lastEntry(member: next, unit: unit)
      while let current = sequence, current >= start.value {
        let record = try log.skim(at: current)
        sequence = record.previous
        guard current < end, record.kind != .refusal else { continue }
        if visit(record), let other = record.counterparty { open.insert(other) }
      }
    }
  }
}

extension Record {
  fileprivate var canBeFollowedUp: Bool {
    switch kind {
    case .opening, .earn, .redeem, .hold, .capture, .adjust, .transfer: true
    default: false
    }
  }

  fileprivate var isFollowUp: Bool {
    switch kind {
    case .capture, .release, .reverse, .extend: true
    default: false
    }
  }
}
