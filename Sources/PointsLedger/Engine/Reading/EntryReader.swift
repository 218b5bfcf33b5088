internal import LedgerStorage

/// Reads single entries of a ledger, beside a writer and without permission to write. It does not
/// build the ledger's state, so that opening it takes milliseconds however long the ledger is.
///
/// It sees what was durable when it was opened. One thread at a time.
public final class EntryReader {
  private let path: String
  private let store: LogStore
  private let log: RecordLog
  private let index: SealedIndex
  private let process = ProcessMark()

  /// - Throws: As `Ledger.openForReading`.
  public static func open(
    at path: String, options: Ledger.Options = Ledger.Options()
  ) throws(LedgerError) -> EntryReader {
    let store = try translating { () throws(StorageError) in
      try LogStore.open(
        at: path, in: options.fileSystem, mode: .reading, now: options.clock.now().milliseconds,
        entropy: options.entropy, limits: options.limits)
    }
    guard store.nextSequence > 0 else {
      throw LedgerError(
        .noSuchLedger, "\(path): the making of this ledger was not finished; make it again")
    }
    return try ChainRebuild.during(on: store) { () throws(LedgerError) in
      try EntryReader(path: path, store: store)
    }
  }

  private init(path: String, store: LogStore) throws(LedgerError) {
    self.path = path
    self.store = store
    log = RecordLog(store: store)
    index = try SealedIndex(reader: log)
  }

  /// The sequence number after the last entry that can be read.
  public var nextSequence: SequenceNumber { SequenceNumber(index.end) }

  /// The units in the order in which they were defined; the first is the default.
  public var units: [UnitInfo] {
    index.units.map { UnitInfo(code: $0.code, scale: Int($0.scale), terms: $0.terms) }
  }

  /// What is good to know of the index, which is derived: what of it could not be used so far.
  public var indexNotes: [String] { store.chainNotes }

  /// The entry at `sequence`, or nil.
  public func entry(at sequence: SequenceNumber) throws(LedgerError) -> Entry? {
    try asking { (queries) throws(LedgerError) in try queries.entry(at: sequence) }
  }

  /// The entry, or the refusal, that decided `reference`, or nil.
  public func entry(reference: Reference) throws(LedgerError) -> Entry? {
    try asking { (queries) throws(LedgerError) in try queries.entry(reference: reference) }
  }

  /// As `Ledger.history`.
  public func history(
    of member: MemberIdentifier, unit: UnitCode? = nil, before sequence: SequenceNumber? = nil,
    limit: Int = Int.max
  ) throws(LedgerError) -> [Entry] {
    try asking { (queries) throws(LedgerError) in
      try queries.history(of: member, unit: unit, before: sequence, limit: limit)
    }
  }

  /// As `Ledger.uses`.
  public func uses(of credit: SequenceNumber) throws(LedgerError) -> [LotUse] {
    try asking { (queries) throws(LedgerError) in try queries.uses(of: credit) }
  }

  /// As `Ledger.forEachEntry`.
  public func forEachEntry(
    from first: SequenceNumber = SequenceNumber(0), to last: SequenceNumber? = nil,
    _ visit: (Entry) -> Bool
  ) throws(LedgerError) {
    try checkProcess()
    let builder = EntryBuilder(names: index, reader: log)
    var next = first.value
    try ChainRebuild.during(on: store) { () throws(LedgerError) in
      try log.forEach(from: next) { (record) throws(LedgerError) in
        guard record.sequence < index.end, record.sequence <= last?.value ?? UInt64.max else {
          return false
        }
        let entry = try builder.entry(record)
        next = record.sequence + 1
        return visit(entry)
      }
    }
  }

  private func checkProcess() throws(LedgerError) {
    if !process.isCurrent { throw CommitPipeline.forked }
  }

  /// Asks; once more if something that the answer rests on could not be read and was derived again.
  private func asking<Answer>(
    _ body: (EntryQueries<SealedIndex, RecordLog>) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try checkProcess()
    return try ChainRebuild.during(on: store) { () throws(LedgerError) in
      try body(EntryQueries(index: index, reader: log, end: index.end, path: path))
    }
  }
}
