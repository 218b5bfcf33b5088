internal import LedgerProof
internal import LedgerStorage

/// What a base needs of the entries that it stands for, collected in one pass over them.
struct DroppedEntries: ~Copyable {
  /// After the last of them. What changed is all in its runs.
  private(set) var state: LedgerState
  private(set) var references: ReferenceCollector
  private(set) var seeds: [UInt64: RandomBytes16]
  private var keys: MemberKeys
  private var hasher: LeafHasher
  private var last: Record?
  private let work: MergeJob
  private let plan: MergePicker

  /// Reads all entries before `end`, and what an earlier base has.
  init(of store: LogStore, before end: UInt64, _ options: Ledger.Options) throws(LedgerError) {
    let base = Base(of: store)
    state = try store.firstState()
    state.flushPolicy = FlushPolicy(
      ledgerID: store.ledgerID, interval: options.flushInterval, longest: options.runFileLength,
      isApart: options.makesRunsApart, cacheCapacity: options.residentAccounts)
    references = ReferenceCollector(hashKey: store.hashKey)
    seeds = try base?.seeds() ?? [:]
    keys = try MemberKeys(of: base)
    hasher = try LeafHasher(of: base)
    work = MergeJob(store: store, isScratch: true)
    plan = MergePicker(
      interval: options.flushInterval, fileLength: options.runFileLength,
      durable: store.nextSequence)
    if let base {
      try base.forEach(.patterns) { (_, group: ReferenceGroup) throws(LedgerError) in
        var numbers: [UInt64] = []
        for index in group.firsts.indices {
          let chunk: ReferenceChunk? = try base.value(.references, group.chunk + UInt64(index))
          numbers += chunk?.numbers ?? []
        }
        references.add(group, numbers)
      }
    }
    try RecordLog(store: store).forEach(from: state.nextSequence) {
      (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      try add(record)
      return true
    }
    guard state.nextSequence == end, let last else {
      throw LedgerError(.damaged, "the log ends before entry \(end); run verify")
    }
    state.flushRest(endingWith: last, ofAtLeast: 1)
    try store.checkBase(state)
    guard state.runs.end == end else {
      throw LedgerError(.inputOutput, "the index up to entry \(end) cannot be made at present")
    }
  }

  private mutating func add(_ record: Record) throws(LedgerError) {
    if let seed = record.newMember?.seed { seeds[UInt64(state.members.count)] = seed }
    if let reference = record.reference { references.add(reference) }
    keys.note(record)
    hasher.append(record, keys)
    let runEnd = state.runs.end
    try state.replay(record)
    last = record
    if state.runs.end != runEnd { try work.takeAll(on: &state, plan) }
  }

  /// The roots of the perfect subtrees over their leaves.
  mutating func frontier() -> CompactRange { hasher.frontier() }
}
