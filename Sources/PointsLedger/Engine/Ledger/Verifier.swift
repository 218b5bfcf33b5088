internal import LedgerStorage

/// The first place where log and rules part.
struct VerifyDifference: Error {
  var problem: String
  /// Why it could not be told whether they part.
  var failure: LedgerError?
}

/// Decides every post of a log again, and compares: what the rules give must be what was written.
struct Verifier<Reader: RecordReader>: ~Copyable {
  private let reader: Reader
  private var decider: Decider
  private var keys = MemberKeys()
  private var names = NameTable()
  private var hasher = LeafHasher()
  /// What the rules say comes next.
  private var expected: ArraySlice<Record> = []
  /// The refusals of one atomic group, until it ends.
  private var refusedGroup: [Record] = []
  /// The last entry that a caller posted.
  private var lastPosted: Record?
  private(set) var entries: UInt64 = 0

  /// - Parameters:
  ///   - hashKey: Of the ledger's index, which the state can be held against then.
  ///   - limits: Of the writer's log.
  init(reader: Reader, hashKey: UInt64 = 0, limits: LogLimits = LogLimits()) {
    self.reader = reader
    decider = Decider(
      state: LedgerState(hashKey: hashKey), enrollsUnknownMembers: true,
      entropy: SystemRandomNumberGenerator())
    decider.maximumGroupBytes = limits.bodyBytes
  }

  /// What the entries amount to so far.
  var state: LedgerState { decider.state }

  /// Checks the next entry of the log.
  mutating func check(_ record: Record) throws(VerifyDifference) {
    entries += 1
    keys.note(record)
    names.note(record)
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
    } else if record.reference == nil {
      try checkBooking(record)
    } else if record.kind == .refusal, record.group != nil {
      refusedGroup = [record]
    } else {
      try checkPost(record)
    }
  }

  /// Ends the check: the number of leaves, the root over them, and the digest of the state.
  mutating func finish() throws(VerifyDifference) -> (root: Digest, stateDigest: Digest) {
    try endRefusedGroup()
    if let next = expected.first {
      throw VerifyDifference(
        problem:
          "the log ends before entry \(next.sequence) (\(next.kind.name)) that the rules ask for")
    }
    return (hasher.finish().root, StateDigest.of(decider.state))
  }

  /// A group begins behind the last entry of a caller that is not of it.
  private mutating func checkGroup(_ record: Record) throws(VerifyDifference) {
    guard record.reference != nil else { return }
    defer { lastPosted = record }
    guard let group = record.group, group != lastPosted?.group else { return }
    if let last = lastPosted, group <= last.sequence {
      throw difference(record, "its group does not begin at entry \(group)")
    }
  }

  /// What the clock did by itself must be what it does next on that account.
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

  private mutating func checkPost(_ record: Record) throws(VerifyDifference) {
    let post = try post(of: record)
    // Whether a till enrols strangers is its own choice, not the log's.
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

  /// Lets the decider decide, compares the first of its entries with `record`, expects the others.
  private mutating func deciding(
    _ record: Record, _ body: (inout Decider) throws(LedgerError) -> Void
  ) throws(VerifyDifference) {
    do { try body(&decider) } catch { throw difference(record, error) }
    expected = decider.records[...]
    decider.dropRecords()
    guard let first = expected.popFirst() else {
      throw difference(record, "the rules do not ask for it")
    }
    try compare(record, first)
  }

  private func post(of record: Record) throws(VerifyDifference) -> Post {
    do {
      var post = try EntryBuilder(names: names, reader: reader).entry(record).post
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

  /// The entry's bytes without what is random.
  private func body(_ record: Record) -> [UInt8] {
    var plain = record
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
        + "\(record.amount)): \(what)")
  }
}

extension Record {
  /// Whether it refused a credit because it would have enrolled its member.
  fileprivate var refusesToEnroll: Bool {
    guard refusal?.code == .unknownMember else { return false }
    switch askedKind {
    case .opening, .earn: return true
    case .adjust: return asked ?? 0 > 0
    default: return false
    }
  }
}
