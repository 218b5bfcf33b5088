internal import LedgerStorage

extension Ledger {
  private var queries: EntryQueries {
    EntryQueries(names: names, log: log, end: pipeline.publishedSequence, path: path)
  }

  /// Returns the entry at `sequence`, or nil.
  ///
  /// - Throws: `compacted` if it was dropped; `closed`, `damaged`, `inputOutput`.
  public func entry(at sequence: SequenceNumber) throws(LedgerError) -> Entry? {
    try pipeline.checkOpen()
    return try queries.entry(at: sequence)
  }

  /// Returns the reference of an entry; nil if it has none. Of a dropped entry it is still known if
  /// a later entry names it, or a lot, hold or debt came from it; nil otherwise.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func reference(at sequence: SequenceNumber) throws(LedgerError) -> Reference? {
    try pipeline.checkOpen()
    guard sequence.value < pipeline.publishedSequence else { return nil }
    do throws(LedgerError) {
      return try log.reference(at: sequence.value).map { Reference($0) }
    } catch {
      if error.code == .compacted { return nil }
      throw error
    }
  }

  /// Returns the entry or refusal that decided `reference`, or nil.
  ///
  /// - Throws: `compacted` if it was dropped; `closed`, `damaged`, `inputOutput`.
  public func entry(reference: Reference) throws(LedgerError) -> Entry? {
    try pipeline.checkOpen()
    // This waits until an entry in progress is published; only then may the query return it.
    let candidates = try names.candidates(for: reference)
    if let entry = try queries.entry(reference: reference, among: candidates) { return entry }
    guard try isDropped(reference), let base = log.base else { return nil }
    throw try base.dropped("the entry `\(reference)`")
  }

  /// Returns the entries of an account and of its member, newest first. After a compaction they end
  /// at the cut: see `cut(of:unit:)`.
  ///
  /// - Parameters:
  ///   - sequence: Only entries before this one; nil: from the newest.
  ///   - limit: The maximum number of entries.
  /// - Throws: `unknownMember`, `unknownUnit`, `closed`, `damaged`, `inputOutput`; `compacted` if
  ///   only dropped entries come before `sequence`.
  public func history(
    of member: MemberIdentifier, unit: UnitCode? = nil, before sequence: SequenceNumber? = nil,
    limit: Int = Int.max
  ) throws(LedgerError) -> [Entry] {
    try pipeline.checkOpen()
    return try queries.history(of: member, unit: unit, before: sequence, limit: limit)
  }

  /// The number of entries that `history` would return without a limit.
  package func historyCount(
    of member: MemberIdentifier, unit: UnitCode? = nil, before sequence: SequenceNumber? = nil
  ) throws(LedgerError) -> Int {
    try pipeline.checkOpen()
    return try queries.historyCount(of: member, unit: unit, before: sequence)
  }

  /// Returns the entries from `first` to `last` in log order. If `last` is nil, they end with the
  /// last entry that is durable when they are read. If `first` is nil, they begin with the first
  /// entry that the ledger has; to begin at an entry that was dropped is `compacted`.
  ///
  /// ```swift
  /// for try await entry in ledger.entries() { print(entry.sequence, entry.kind.name) }
  /// ```
  public func entries(
    from first: SequenceNumber? = nil, to last: SequenceNumber? = nil
  ) -> EntrySequence {
    EntrySequence(
      ledger: self, first: first ?? SequenceNumber(store.firstSequence), last: last)
  }

  /// Passes every entry from `first` (nil: the first that there is) to `last` (nil: to the end) to
  /// `visit` in log order, until `visit` returns false.
  package func forEachEntry(
    from first: SequenceNumber? = nil, to last: SequenceNumber? = nil,
    _ visit: (Entry) -> Bool
  ) throws(LedgerError) {
    try pipeline.checkOpen()
    let end = pipeline.publishedSequence
    let (log, live) = (log, self.names)
    let base = log.base
    let start = base?.end ?? 0
    let first = first?.value ?? start
    // A walk from the first entry on collects all names itself.
    var names = first == start ? try base.map(NameTable.init) ?? NameTable() : nil
    var references = PassedReferences(log: log, from: first)
    try log.forEach(from: first) { (record) throws(LedgerError) in
      guard record.sequence < end, record.sequence <= last?.value ?? UInt64.max else {
        return false
      }
      names?.note(record)
      references.note(record)
      let entry =
        if let names {
          try EntryBuilder(names: names, reader: references).entry(record)
        } else {
          try EntryBuilder(names: live, reader: references).entry(record)
        }
      return visit(entry)
    }
  }

  /// Returns how entries used points of a credit or gave them back, in log order. What one entry
  /// gave back, and what it paid with it of each debt, are uses of their own. Transfers and merges
  /// are followed: both sides of such a move are uses.
  ///
  /// - Returns: An empty array if the entry is missing or not a credit.
  /// - Throws: `compacted` if it was dropped; `closed`, `damaged`, `inputOutput`.
  public func uses(of credit: SequenceNumber) throws(LedgerError) -> [LotUse] {
    try pipeline.checkOpen()
    return try queries.uses(of: credit)
  }

  /// The lots that a merge brought to an account, before any of them paid a debt, in order of
  /// consumption.
  ///
  /// - Parameter counter: The merge's `counter` on the account of the member that stays.
  /// - Returns: None for any other entry.
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func lots(mergedBy counter: SequenceNumber) throws(LedgerError) -> [EntryLot] {
    try pipeline.checkOpen()
    guard counter < SequenceNumber(pipeline.publishedSequence) else { return [] }
    let record = try log.skim(at: counter.value)
    guard record.flags.contains(.mergedInto), let source = record.counterparty,
      let unit = record.unit
    else { return [] }
    // A merge moves lots without naming them: the entries before it say which there were.
    let before = AccountTimeline.Limit(sequence: counter.value &- 1)
    let account = try timeline.account(member: source, unit: unit, limit: before)
    return account?.entryLots ?? []
  }

  /// What paid the debt that an entry left owing (`Entry.arrears`), in log order: through merges
  /// too. What is missing from its sum is still owed.
  ///
  /// - Returns: None for an entry that left no debt, or is not there.
  /// - Throws: `compacted` if it was dropped; `closed`, `damaged`, `inputOutput`.
  public func payments(of debt: SequenceNumber) throws(LedgerError) -> [DebtPayment] {
    try pipeline.checkOpen()
    return try queries.payments(of: debt)
  }

  /// The entries that are about an entry, in log order: captures and the end of a hold, reversals
  /// of a debit or credit, extensions of a credit.
  ///
  /// - Returns: None for an entry that is not there.
  /// - Throws: `compacted` if it was dropped; `closed`, `damaged`, `inputOutput`.
  public func followUps(of original: SequenceNumber) throws(LedgerError) -> [FollowUp] {
    try pipeline.checkOpen()
    return try queries.followUps(of: original)
  }
}

extension Account {
  fileprivate var entryLots: [EntryLot] {
    (0..<lots.count).map { lots[$0] }.filter { $0.remaining > 0 }.map { lot in
      let death = death(of: lot)
      return EntryLot(
        id: lot.id, origin: SequenceNumber(lot.origin), points: Points(minorUnits: lot.remaining),
        activates: Instant(clamping: lot.activates),
        expires: death == Lot.never ? nil : Instant(clamping: death))
    }
  }
}
