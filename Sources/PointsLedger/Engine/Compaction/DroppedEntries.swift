internal import LedgerProof
internal import LedgerStorage

/// What a base needs of the entries that it stands for, collected in one pass over them.
struct DroppedEntries: ~Copyable {
  /// After the last of them. What changed is all in its runs.
  private(set) var state: LedgerState
  private var references: ReferenceCollector
  private(set) var seeds: [UInt64: KeySeed]
  private(set) var unitEntries: UInt64
  private(set) var cohorts: Cohorts
  /// By the keys of accounts.
  private(set) var activity: [UInt64: AccountActivity] = [:]
  private var kinds: ActivityKinds
  private var keys: MemberKeys
  private var hasher: LeafHasher
  private var last: Record?
  private let work: MergeJob
  private let plan: MergePicker

  /// Reads all entries before `end`, and what an earlier base has.
  ///
  /// - Parameter forArchive: Whether the state's runs are an archive's too, with all references.
  static func read(
    of store: LogStore, before end: UInt64, forArchive: Bool,
    _ options: Ledger.Options, _ checkWanted: () throws(LedgerError) -> Void
  ) throws(LedgerError) -> DroppedEntries {
    let base = Base(of: store)
    var state = try store.firstState()
    state.flushPolicy = FlushPolicy(
      ledgerID: store.ledgerID, interval: options.flushInterval, longest: options.runFileLength,
      isApart: options.makesRunsApart, cacheCapacity: options.residentAccounts)
    state.keepsReferences = forArchive
    var dropped = DroppedEntries(
      state: state, references: ReferenceCollector(hashKey: store.hashKey),
      seeds: try base?.seeds() ?? [:], unitEntries: try base?.summary().unitEntries ?? 0,
      cohorts: try Cohorts(RecordLog(store: store), after: base, unit: nil),
      kinds: try base?.activityKinds() ?? ActivityKinds(), keys: try MemberKeys(of: base),
      hasher: try LeafHasher(of: base), work: MergeJob(store: store, isScratch: true),
      plan: MergePicker(
        interval: options.flushInterval, fileLength: options.runFileLength,
        durable: store.nextSequence))
    try dropped.add(base)
    try RecordLog(store: store).forEach(from: state.nextSequence) {
      (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      if record.sequence % 1024 == 0 { try checkWanted() }
      try dropped.add(record)
      return true
    }
    try dropped.finish(end, store)
    return dropped
  }

  private init(
    state: LedgerState, references: ReferenceCollector, seeds: [UInt64: KeySeed],
    unitEntries: UInt64, cohorts: Cohorts, kinds: ActivityKinds, keys: MemberKeys,
    hasher: consuming LeafHasher, work: MergeJob, plan: MergePicker
  ) {
    self.state = state
    self.references = references
    self.seeds = seeds
    self.unitEntries = unitEntries
    self.cohorts = cohorts
    self.kinds = kinds
    self.keys = keys
    self.hasher = hasher
    self.work = work
    self.plan = plan
  }

  private mutating func finish(_ end: UInt64, _ store: LogStore) throws(LedgerError) {
    guard state.nextSequence == end, let last else {
      throw LedgerError(.damaged, "the log ends before entry \(end); run verify")
    }
    state.flushRest(endingWith: last, ofAtLeast: 1)
    try store.checkBase(state)
    guard state.runs.end == end else {
      throw LedgerError(.inputOutput, "the index up to entry \(end) cannot be made at present")
    }
  }

  /// Adds the references and the activity in an earlier base.
  private mutating func add(_ base: Base?) throws(LedgerError) {
    guard let base else { return }
    try base.forEach(.patterns) { (_, group: ReferenceGroup) throws(LedgerError) in
      for index in group.firsts.indices {
        let chunk: ReferenceChunk? = try base.value(.references, group.chunk + UInt64(index))
        references.add(chunk?.numbers ?? [], of: group.pattern)
      }
    }
    try base.forEach(.activity) { (key, value: AccountActivity) in activity[key] = value }
  }

  private mutating func add(_ record: Record) throws(LedgerError) {
    if let seed = record.newMember?.seed {
      seeds[UInt64(state.members.count)] = KeySeed(seed: seed, keys: record.erased?.keys)
    }
    if record.kind == .unit { unitEntries += 1 }
    if let reference = record.reference { references.add(reference) }
    try cohorts.add(record)
    addActivity(record)
    keys.note(record)
    hasher.append(record, keys)
    let runEnd = state.runs.end
    try state.replay(record)
    last = record
    if state.runs.end != runEnd { try work.takeAll(on: &state, plan) }
  }

  private mutating func addActivity(_ record: Record) {
    kinds.note(record)
    guard kinds.isActivity(record), let member = record.member, let unit = record.unit else {
      return
    }
    let instant = record.effective
    activity[Account.key(member, unit), default: AccountActivity(first: instant, last: instant)]
      .add(instant)
  }

  /// The references, in order of their patterns. They are let go of: this is called once.
  mutating func takeReferences() -> [(pattern: ReferencePattern, chunks: [ReferenceNumbers.Chunk])]
  {
    references.finish()
  }

  /// The roots of the perfect subtrees over their leaves.
  mutating func frontier() -> CompactRange { hasher.frontier() }
}
