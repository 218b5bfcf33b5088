internal import LedgerProof
internal import LedgerStorage

/// The first place where the log contradicts the rules.
struct VerifyDifference: Error {
  var problem: String
  /// The entry; nil if the log ends too early.
  var sequence: UInt64?
  /// The reason if the entry could not be checked.
  var failure: LedgerError?
}

/// Decides every post of a log again and compares: the rules must give exactly the entries that
/// were written.
struct Verifier<Reader: RecordReader>: ~Copyable {
  private let reader: Reader
  private var decider: Decider
  private var keys: MemberKeys
  private var names: NameTable
  private var hasher: LeafHasher
  private var handovers: HandoverInstants
  /// The entries that must come next by the rules.
  private var expected: ArraySlice<Record> = []
  /// The refusals of an atomic group, until the group ends.
  private var refusedGroup: [Record] = []
  /// The last entry that a caller posted.
  private var lastPosted: Record?
  private(set) var entries: UInt64 = 0
  /// The first entry, and the root over those before it, which a base stands for; nil without one.
  private let cut: UInt64?
  private let droppedRoot: String?

  /// - Parameters:
  ///   - state: The state before the first entry to be checked.
  ///   - base: What stands for the entries before that one; nil if there are none.
  ///   - limits: The limits of the writer's log.
  init(
    from state: LedgerState = LedgerState(hashKey: 0), base: Base? = nil, reader: Reader,
    limits: LogLimits = LogLimits()
  ) throws(LedgerError) {
    let memberKeys = try MemberKeys(of: base)
    let leaves = try LeafHasher(of: base)
    let tree = try base?.tree()
    cut = base?.end
    droppedRoot = tree?.root.description
    self.reader = reader
    keys = memberKeys
    names = NameTable(of: state)
    hasher = leaves
    handovers = HandoverInstants(of: state)
    var state = state
    // Entries may refer to earlier ones that were dropped after them.
    state.dropped = nil
    decider = Decider(
      state: state, enrollsUnknownMembers: true, entropy: SystemRandomNumberGenerator())
    decider.maximumGroupBytes = limits.bodyBytes
  }

  /// The state of the entries checked so far.
  var state: LedgerState { decider.state }

  /// Checks the next entry of the log.
  mutating func check(_ record: Record) throws(VerifyDifference) {
    entries += 1
    keys.note(record)
    names.note(record)
    handovers.note(record)
    hasher.append(record, keys)
    try checkGroup(record)
    if let last = refusedGroup.last {
      if record.group == last.group, record.kind == .refusal {
        refusedGroup.append(record)
        return
      }
      try endRefusedGroup()
    }
    if let next = expected.popFirst() {
      try compare(record, next)
    } else if record.kind == .clock {
      try checkClock(record)
    } else if record.kind == .compact {
      try checkCompaction(record)
    } else if record.kind == .erase {
      try checkErasure(record)
    } else if record.reference == nil {
      try checkBooking(record)
    } else if record.kind == .refusal, record.group != nil {
      refusedGroup = [record]
    } else {
      try checkPost(record)
    }
  }

  /// Ends the check. Returns the root over the entries and the digest of the state.
  mutating func finish() throws(VerifyDifference) -> (root: Digest, stateDigest: Digest) {
    try endRefusedGroup()
    if let next = expected.first {
      throw VerifyDifference(
        problem:
          "the log ends before entry \(next.sequence) (\(next.kind.name)) that the rules ask for")
    }
    return (hasher.finish().root, StateDigest.of(decider.state))
  }

  /// Checks that a group begins after the last entry that a caller posted outside of the group.
  private mutating func checkGroup(_ record: Record) throws(VerifyDifference) {
    guard record.reference != nil else { return }
    defer { lastPosted = record }
    guard let group = record.group, group != lastPosted?.group else { return }
    if let last = lastPosted, group <= last.sequence {
      throw difference(record, "its group does not begin at entry \(group)")
    }
  }

  /// Checks that an entry that the engine wrote because time passed is the next one due on its
  /// account.
  private mutating func checkBooking(_ record: Record) throws(VerifyDifference) {
    guard let member = record.member, let unit = record.unit,
      Int(member) < decider.state.members.count,
      let account = decider.state.members[Int(member)].account(unit: unit)
    else {
      throw difference(record, "no account is known for it")
    }
    try deciding(record) { (decider) throws(LedgerError) in
      try decider.book(account: account, upTo: record.effective, posted: record.posted, most: 1)
    }
  }

  /// The operator may accept a clock that is behind by more than is tolerated, or ahead: how far
  /// ahead is an option of the writer.
  private mutating func checkClock(_ record: Record) throws(VerifyDifference) {
    let clock = Instant(clamping: record.activates ?? decider.state.lastPosted)
    guard decider.state.clockStatus(at: clock, maximumLead: .zero).refusal != nil else {
      throw difference(record, "there was no clock to accept")
    }
    try deciding(record) { (decider) throws(LedgerError) in
      _ = try decider.accept(clock: clock.milliseconds)
    }
  }

  /// What the entry says of the dropped entries is compared with the base, if there still is one.
  private mutating func checkCompaction(_ record: Record) throws(VerifyDifference) {
    guard let note = CompactionNote(record) else {
      throw difference(record, "it does not say what was dropped")
    }
    if note.cut == cut, note.root != droppedRoot {
      throw difference(record, "the base has another root than the dropped entries had")
    }
    try deciding(record) { (decider) throws(LedgerError) in
      _ = try decider.announce(note, posted: record.posted)
    }
  }

  private mutating func checkErasure(_ record: Record) throws(VerifyDifference) {
    guard let member = record.member, Int(member) < decider.state.members.count else {
      throw difference(record, "it erases nobody")
    }
    try deciding(record) { (decider) throws(LedgerError) in
      _ = try decider.announceErasure(of: member, posted: record.posted)
    }
  }

  private mutating func checkPost(_ record: Record) throws(VerifyDifference) {
    let post = try post(of: record)
    // Whether to enrol unknown members is the choice of each writer, and the log does not record
    // it.
    decider.enrollsUnknownMembers = !record.refusesToEnroll
    let reader = reader
    try deciding(record) { (decider) throws(LedgerError) in
      _ = try decider.decide(post, posted: record.posted, inGroup: record.group, reader: reader)
    }
    decider.enrollsUnknownMembers = true
  }

  private mutating func endRefusedGroup() throws(VerifyDifference) {
    guard let first = refusedGroup.first else { return }
    let group = refusedGroup
    refusedGroup = []
    var posts: [Post] = []
    for record in group { posts.append(try post(of: record)) }
    let reader = reader
    decider.enrollsUnknownMembers = !group.contains { $0.refusesToEnroll }
    try deciding(first) { (decider) throws(LedgerError) in
      _ = try decider.decideGroup(posts, posted: first.posted, reader: reader)
    }
    decider.enrollsUnknownMembers = true
    for record in group.dropFirst() {
      guard let next = expected.popFirst() else {
        throw difference(record, "the rules do not ask for it")
      }
      try compare(record, next)
    }
  }

  /// Lets the decider decide, compares its first entry with `record`, and expects the others to
  /// follow.
  private mutating func deciding(
    _ record: Record, _ body: (inout Decider) throws(LedgerError) -> Void
  ) throws(VerifyDifference) {
    do { try body(&decider) } catch { throw difference(record, error) }
    expected = decider.records[...]
    decider.dropRecords()
    decider.recordedWaits = [:]
    guard let first = expected.popFirst() else {
      throw difference(record, "the rules do not ask for it")
    }
    try compare(record, first)
  }

  private mutating func post(of record: Record) throws(VerifyDifference) -> Post {
    do {
      var post = try EntryBuilder(names: names, reader: reader).entry(record).post
      decider.recordedWaits[post.reference.text] = handovers.wait(of: record)
      if record.flags.contains(.occurredDefaulted) { post.occurred = nil }
      return post
    } catch { throw difference(record, error) }
  }

  private func compare(_ record: Record, _ ruled: Record) throws(VerifyDifference) {
    guard record.sequence == ruled.sequence, record.posted == ruled.posted,
      body(record) == body(ruled)
    else {
      throw difference(
        record,
        "the rules give \(ruled.refusal?.code.name ?? ruled.kind.name) of \(ruled.amount), "
          + "effective \(Instant(clamping: ruled.effective)), balance after \(ruled.balanceAfter)")
    }
  }

  /// Returns the entry's bytes without its random parts.
  private func body(_ record: Record) -> [UInt8] {
    var plain = record
    plain.texts = record.keptTexts
    if plain.newMember?.seed != nil { plain.newMember = Record.NewMember(seed: .zero) }
    if plain.salt != nil { plain.salt = .zero }
    var out = ByteWriter(reserving: 128)
    plain.encodeBody(into: &out)
    return out.bytes
  }

  private func difference(_ record: Record, _ error: LedgerError) -> VerifyDifference {
    var difference = difference(record, error.message)
    if error.isUnseen { difference.failure = error }
    return difference
  }

  private func difference(_ record: Record, _ what: String) -> VerifyDifference {
    VerifyDifference(
      problem:
        "entry \(record.sequence) (\(record.refusal?.code.name ?? record.kind.name) of "
        + "\(record.amount)): \(what)", sequence: record.sequence)
  }
}

extension Record {
  /// Whether the entry refused a credit that would have enrolled its member.
  fileprivate var refusesToEnroll: Bool {
    guard refusal?.code == .unknownMember else { return false }
    switch askedKind {
    case .opening, .earn: return true
    case .adjust: return asked ?? 0 > 0
    default: return false
    }
  }
}
