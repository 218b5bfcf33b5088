internal import LedgerProof
internal import LedgerStorage

/// What a base needs of the entries that it stands for, beside the state after them.
struct DroppedEntries: Sendable {
  private(set) var seeds: [UInt64: KeySeed]
  private(set) var unitEntries: UInt64
  private(set) var sums: [(key: UInt64, value: CohortRecord)] = []
  /// By the entries that left them.
  private(set) var debts: [UInt64: OpenDebtRecord] = [:]
  /// By the keys of accounts.
  private(set) var activity: [UInt64: AccountActivity] = [:]
  /// In order of their patterns.
  private(set) var references: [(pattern: ReferencePattern, chunks: [ReferenceNumbers.Chunk])] = []
  /// The roots of the perfect subtrees over their leaves.
  private(set) var tree = CompactRange()

  /// Reads all entries before `end`, and what an earlier base has.
  ///
  /// - Parameter checkWanted: Throws if the work is not wanted any more; asked every thousand
  ///   entries.
  init(
    of store: LogStore, before end: UInt64, _ checkWanted: () throws(LedgerError) -> Void
  ) throws(LedgerError) {
    let base = Base(of: store)
    let log = RecordLog(store: store)
    seeds = try base?.seeds() ?? [:]
    unitEntries = try base?.summary().unitEntries ?? 0
    var members = UInt64(try base?.state().members.count ?? 0)
    var references = ReferenceCollector(hashKey: store.hashKey)
    try references.add(base)
    var cohorts = try Cohorts(log, after: base, unit: nil)
    var kinds = try base?.activityKinds() ?? ActivityKinds()
    var keys = try MemberKeys(of: base)
    var hasher = try LeafHasher(of: base)
    try base?.forEach(.activity) { (key, value: AccountActivity) in activity[key] = value }
    try log.forEach(from: store.firstSequence) { (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      if record.sequence % 1024 == 0 { try checkWanted() }
      if let new = record.newMember {
        if let seed = new.seed { seeds[members] = KeySeed(seed: seed, keys: record.erased?.keys) }
        members += 1
      }
      if record.kind == .unit { unitEntries += 1 }
      if let reference = record.reference { references.add(reference) }
      try cohorts.add(record)
      kinds.note(record)
      if kinds.isActivity(record) { addActivity(record) }
      keys.note(record)
      hasher.append(record, keys)
      return true
    }
    sums = cohorts.storedSums
    debts = cohorts.storedDebts
    self.references = references.finish()
    tree = hasher.frontier()
    guard tree.count == end else {
      throw LedgerError(.damaged, "the log ends before entry \(end); run verify")
    }
  }

  private mutating func addActivity(_ record: Record) {
    guard let member = record.member, let unit = record.unit else { return }
    let instant = record.effective
    activity[Account.key(member, unit), default: AccountActivity(first: instant, last: instant)]
      .add(instant)
  }
}

extension ReferenceCollector {
  /// Adds the references in an earlier base.
  fileprivate mutating func add(_ base: Base?) throws(LedgerError) {
    guard let base else { return }
    try base.forEach(.patterns) { (_, group: ReferenceGroup) throws(LedgerError) in
      for index in group.firsts.indices {
        let chunk: ReferenceChunk? = try base.value(.references, group.chunk &+ UInt64(index))
        add(chunk?.numbers ?? [], of: group.pattern)
      }
    }
  }
}
