internal import LedgerProof
internal import LedgerStorage

/// What a ledger has in the place of the entries that were dropped: the state after the last of
/// them, and what later questions may need of them. See spec/compaction.md.
struct Base: Sendable {
  let run: Run
  let store: LogStore

  /// The base of a store; nil if the store has all its entries.
  init?(of store: LogStore) {
    guard let run = store.base else { return nil }
    self.run = run
    self.store = store
  }

  /// The sequence number of the first entry that was kept.
  var end: UInt64 { run.range.upperBound }

  /// The state after the last dropped entry. What is read from it later must be followed by
  /// `check`.
  func state() throws(LedgerError) -> LedgerState {
    guard let state = LedgerState(runs: RunSet([run], forWriting: false), hashKey: store.hashKey)
    else { throw damaged("its state cannot be read") }
    return state
  }

  /// Throws if something could not be read for a state.
  func check(_ state: borrowing LedgerState) throws(LedgerError) {
    if let fault = state.readError { throw damaged(fault.reason) }
  }

  /// The account of `member` in `unit` after the last dropped entry, or nil.
  func account(member: UInt32, unit: UInt8) throws(LedgerError) -> Account? {
    let state = try state()
    guard Int(member) < state.members.count else { return nil }
    let account = state.account(member: member, unit: unit)
    try check(state)
    return account
  }

  func summary() throws(LedgerError) -> BaseSummary {
    guard let summary: BaseSummary = try value(.summary, 0) else {
      throw damaged("it has no summary")
    }
    guard summary.archives.last?.end == end else {
      throw damaged("the places of archives do not end where it ends")
    }
    return summary
  }

  /// The Merkle tree over the dropped entries.
  func tree() throws(LedgerError) -> CompactRange {
    let nodes = try summary().frontier.compactMap { node in
      unsafe LedgerProof.Digest(bytes: node.span.bytes)
    }
    guard let tree = CompactRange(count: end, nodes: nodes) else {
      throw damaged("its tree does not fit its number of entries")
    }
    return tree
  }

  /// A dropped entry that was kept because others refer to it.
  ///
  /// - Throws: `compacted` if it was not kept.
  func record(at sequence: UInt64) throws(LedgerError) -> Record {
    guard let kept: KeptEntry = try value(.entries, sequence) else {
      throw try dropped(entry: sequence)
    }
    guard let record = kept.record(at: sequence) else {
      throw damaged("entry \(sequence) is malformed")
    }
    return record
  }

  /// All dropped entries were effective before this.
  func before() throws(LedgerError) -> Instant { Instant(clamping: try summary().before) }

  /// The answer to a question about what was dropped.
  ///
  /// - Parameters:
  ///   - sequence: That of the entry that was asked for; nil if it is not known.
  ///   - advice: What to do, after a semicolon.
  func dropped(
    _ what: String, sequence: UInt64? = nil, advice: String = ""
  ) throws(LedgerError) -> LedgerError {
    let summary = try summary()
    let place = summary.archives.first { place in sequence.map { $0 < place.end } ?? false }
    let became = ArchivePlace.text(place.map { [$0] } ?? summary.archives)
    return LedgerError(
      .compacted,
      "\(what) is not here any more: what came before entry \(place?.end ?? end) (all of it effective "
        + "before \(Instant(clamping: summary.before))) was \(became)\(advice)")
  }

  /// The same about an entry.
  func dropped(entry sequence: UInt64) throws(LedgerError) -> LedgerError {
    var error = try dropped("entry \(sequence)", sequence: sequence)
    error.place.sequence = SequenceNumber(sequence)
    return error
  }

  /// The seeds of members' keys, by the number of the first member that has the seed.
  func seeds() throws(LedgerError) -> [UInt64: KeySeed] {
    var seeds: [UInt64: KeySeed] = [:]
    try forEach(.seeds) { (key, seed: KeySeed) in seeds[key] = seed }
    return seeds
  }

  /// Visits a table.
  func forEach<Value: StateValue>(
    _ table: BaseTable, _ visit: (UInt64, Value) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    var cursor = run.cursor(table.rawValue)
    while try translating({ () throws(StorageError) in try cursor.next() }) {
      let value: Value? = cursor.withValue { RunSet.decoded($0) }
      guard let value else { throw damaged("key \(cursor.key) of table \(table) is malformed") }
      try visit(cursor.key, value)
    }
    if run.isLost { throw damaged("its file was cut, or cannot be read any more") }
  }

  /// The value of a key; nil if there is none.
  func value<Value: StateValue>(
    _ table: BaseTable, _ key: UInt64
  ) throws(LedgerError) -> Value? {
    var found: Value??
    try translating { () throws(StorageError) in
      try run.readValue(table.rawValue, key, at: nil, .seconds, .seconds) {
        found = .some(RunSet.decoded($0))
      }
    }
    if run.isLost { throw damaged("its file was cut, or cannot be read any more") }
    guard let found else { return nil }
    guard let value = found else { throw damaged("key \(key) of table \(table) is malformed") }
    return value
  }

  private func damaged(_ what: String) -> LedgerError {
    LedgerError(
      .damaged,
      "\(store.directoryPath): the base that stands for the entries before \(end) is damaged: \(what); "
        + "restore a backup, or join the archive")
  }
}
