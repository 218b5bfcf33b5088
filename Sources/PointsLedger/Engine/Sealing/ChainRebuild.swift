internal import LedgerStorage

/// Derives the content of the chain files again: the fields of each entry that follow from earlier
/// entries.
struct ChainRebuild {
  private let store: LogStore
  private var missing: ArraySlice<Range<UInt64>>
  private var state: LedgerState
  private var collector = BlockCollector(regions: [.chain])

  /// Rebuilds the chain files that are missing or unsound; does nothing if there are none.
  static func run(on store: LogStore) throws(LedgerError) {
    let missing = store.segmentsWithoutChain()
    guard let last = missing.last else { return }
    var rebuild = ChainRebuild(
      store: store, missing: missing[...], state: try store.firstState())
    try RecordLog(store: store).forEach(from: store.firstSequence, withoutChain: true) {
      (record) throws(LedgerError) in
      try rebuild.add(record)
      return record.sequence + 1 < last.upperBound
    }
  }

  /// Runs `body` with all chain files in place. If it meets an unreadable one, looks for all
  /// unreadable ones, rebuilds them, and runs `body` once more.
  static func during<Result>(
    on store: LogStore, _ body: () throws(LedgerError) -> Result
  ) throws(LedgerError) -> Result {
    try run(on: store)
    let before = store.installedChainCount
    do { return try body() } catch {
      // Another reader of entries may have rebuilt the missing files already.
      guard !store.segmentsWithoutChain().isEmpty || store.installedChainCount != before else {
        throw error
      }
      try translating { () throws(StorageError) in try store.dropUnreadableChains() }
      try run(on: store)
      return try body()
    }
  }

  private init(store: LogStore, missing: ArraySlice<Range<UInt64>>, state: LedgerState) {
    self.store = store
    self.state = state
    self.missing = missing
  }

  private mutating func add(_ entry: Record) throws(LedgerError) {
    var record = entry
    guard let range = missing.first, range.contains(record.sequence) else {
      return try state.replay(record)
    }
    do throws(Account.Contradiction) { try state.complete(&record) } catch {
      throw LedgerState.contradiction(record, error)
    }
    try state.replay(record)
    try store.checkBase(state)
    collector.add(record)
    guard record.sequence + 1 == range.upperBound else { return }
    try translating { () throws(StorageError) in
      var writer = try store.beginChain(range)
      try collector.finish(into: &writer)
      try store.installChain(writer)
    }
    collector = BlockCollector(regions: [.chain])
    missing.removeFirst()
  }
}

extension LedgerState {
  /// Fills in the fields of the next entry that the columns of region 3 would hold.
  func complete(_ record: inout Record) throws(Account.Contradiction) {
    link(&record)
    guard let member = record.member, let unit = record.unit, Int(member) < members.count,
      let number = members[Int(member)].account(unit: unit)
    else { return }
    let account = accounts[number]
    if !record.isRestoring {
      record.allocations = try record.allocations.map {
        (allocation) throws(Account.Contradiction) in
        guard let place = account.lots.position(of: allocation.lot) else {
          throw Account.Contradiction("it names a lot that is not on the account")
        }
        return Allocation(
          of: account.lots[place], points: allocation.points.minorUnits)
      }
    }
    if record.kind == .expire { record.original = record.allocations.first?.origin.value }
  }
}
