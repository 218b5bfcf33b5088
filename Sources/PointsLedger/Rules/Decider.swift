internal import LedgerStorage

/// Decides posts one after the other on a state, and applies each decision to it.
///
/// The state includes all decisions; the engine makes them durable. The rules themselves are pure
/// functions on `Account`; the decider puts them in order.
package struct Decider: Sendable {
  package enum Decision: Sendable {
    /// The index of the entry in `records`; if `wantsBalances`, the balance right after it and the
    /// expiries that it caused; whether it is effective later than it occurred.
    case posted(Int, Balance?, isLate: Bool)
    /// Decided earlier, as this entry.
    indirect case duplicate(Record)
    /// Not posted; `record` is the index of its `refusal` entry, if one was written now.
    case refused(RefusalCode, record: Int?)
    /// Refused earlier, by this entry.
    case refusedBefore(RefusalCode, UInt64)
  }

  package var state: LedgerState
  /// The decided records that were not dropped yet, in log order, with consecutive sequence
  /// numbers.
  package private(set) var records: [Record] = []
  /// Expiries before plain posts that were not dropped yet. They follow `records` in log order.
  var expiries: [PlainExpiry] = []
  package var enrollsUnknownMembers: Bool
  /// Resolves relative dates that name a zone.
  package var calendar: any LedgerCalendar = UTCCalendar()
  /// The most bytes of the entries of an atomic group or of a merge, which must fit into one write.
  package var maximumGroupBytes = 1_032_128
  /// While a compaction is under way, the sequence number of the first entry that it keeps: nothing
  /// may refer to an entry before any more. 0 otherwise.
  package var pendingCut: UInt64 = 0
  /// Whether answers include balances.
  package var wantsBalances = false
  /// In a check after an erasure, by reference: until when posts waited for identifiers that are not
  /// known any more. Else empty.
  var recordedWaits: [InlineText: Int64] = [:]
  private var entropy: any RandomNumberGenerator & Sendable

  package init(
    state: LedgerState, enrollsUnknownMembers: Bool,
    entropy: any RandomNumberGenerator & Sendable
  ) {
    self.state = state
    self.enrollsUnknownMembers = enrollsUnknownMembers
    self.entropy = entropy
  }

  /// Drops the decided records: they are written, or never will be.
  package mutating func dropRecords() {
    records.removeAll(keepingCapacity: true)
    expiries.removeAll(keepingCapacity: true)
  }

  /// Decides one post.
  ///
  /// - Parameter wasTriedPlainly: Whether `decidePlainly` just returned nil for it, as it would
  ///   again.
  package mutating func decide(
    _ post: Post, posted: Int64, wasTriedPlainly: Bool = false, reader: some RecordReader
  ) throws(LedgerError) -> Decision {
    try decide(
      post, posted: posted, group: nil, mayBePlain: !wasTriedPlainly, reader: reader)
  }

  /// Decides one post of an atomic group that is known to have been posted.
  mutating func decide(
    _ post: Post, posted: Int64, inGroup group: UInt64?, reader: some RecordReader
  ) throws(LedgerError) -> Decision {
    try decide(post, posted: posted, group: group, mayBePlain: group == nil, reader: reader)
  }

  /// Decides an atomic group. Returns one decision for each post.
  package mutating func decideGroup(
    _ posts: [Post], posted: Int64, reader: some RecordReader
  ) throws(LedgerError) -> [Decision] {
    guard !posts.isEmpty else { return [] }
    if let wrong = groupMalformation(posts) {
      return unrecorded(posts.count, at: 0, .malformed(wrong))
    }
    if let decided = try decidedGroup(posts, posted: posted, reader) { return decided }
    let first = state.nextSequence
    let start = records.count
    state.beginJournal()
    var decisions: [Decision] = []
    var refusedAt: (index: Int, code: RefusalCode)?
    for (index, post) in posts.enumerated() {
      let decision = try decide(
        post, posted: posted, group: first, mayBePlain: false, reader: reader)
      guard case .refused(let code, _) = decision else {
        decisions.append(decision)
        continue
      }
      refusedAt = (index, code)
      break
    }
    if let refusedAt {
      state.rollBack()
      records.removeLast(records.count - start)
      guard refusedAt.code.isRecorded else {
        return unrecorded(posts.count, at: refusedAt.index, refusedAt.code)
      }
      if let index = posts.firstIndex(where: { namesUnknownUnit($0) }) {
        return unrecorded(posts.count, at: index, .unknownUnit)
      }
      state.beginJournal()
      decisions = []
      for (index, post) in posts.enumerated() {
        let code = index == refusedAt.index ? refusedAt.code : .groupRefused
        guard
          let decision = try refuse(post, code, posted: posted, group: first, reader: reader)
        else {
          state.rollBack()
          records.removeLast(records.count - start)
          return unrecorded(posts.count, at: index, .compactedReference)
        }
        decisions.append(decision)
      }
    }
    if encodedByteCount(from: start) > maximumGroupBytes {
      state.rollBack()
      records.removeLast(records.count - start)
      return unrecorded(
        posts.count, at: 0, .malformed(.groupTooLong(maximumByteCount: maximumGroupBytes)))
    }
    try commitJournal(ofRecordsFrom: start)
    return decisions
  }

  private func namesUnknownUnit(_ post: Post) -> Bool {
    guard post.kind != .unit, let code = post.unit else { return false }
    return state.unitNumber(code) == nil
  }

  private func encodedByteCount(from start: Int) -> Int {
    var bytes = ByteWriter(reserving: 4_096)
    for record in records[start...] { record.encode(into: &bytes) }
    return bytes.count
  }

  private func unrecorded(_ count: Int, at index: Int, _ code: RefusalCode) -> [Decision] {
    (0..<count).map { .refused($0 == index ? code : .groupRefused, record: nil) }
  }

  private func groupMalformation(_ posts: [Post]) -> Malformation? {
    if posts.count > Post.maximumGroup { return .groupTooLarge(maximum: Post.maximumGroup) }
    var seen: Set<Reference> = []
    for post in posts where !seen.insert(post.reference).inserted {
      return .repeatedInGroup(post.reference)
    }
    return nil
  }

  /// The answers for a group of which some reference was decided earlier; nil if none was.
  private mutating func decidedGroup(
    _ posts: [Post], posted: Int64, _ reader: some RecordReader
  ) throws(LedgerError) -> [Decision]? {
    var existing: [Record?] = []
    for (index, post) in posts.enumerated() {
      if let wrong = PostCheck.malformation(of: post, posted: posted, by: calendar) {
        return unrecorded(posts.count, at: index, .malformed(wrong))
      }
      existing.append(try record(reference: post.reference.text, reader))
    }
    // A group that was dropped was dropped as a whole.
    let dropped = posts.map { state.wasDropped($0.reference.text) }
    if dropped.contains(true) {
      return dropped.map { .refused($0 ? .compactedReference : .groupRefused, record: nil) }
    }
    guard let index = existing.firstIndex(where: { $0 != nil }), let known = existing[index] else {
      for (index, post) in posts.enumerated() {
        if let wrong = dated(post, posted: posted).wrong {
          return unrecorded(posts.count, at: index, .malformed(wrong))
        }
      }
      return nil
    }
    var isSameGroup = false
    if let group = known.group {
      isSameGroup =
        try self.records(ofGroup: group, reader).map(\.sequence) == existing.map { $0?.sequence }
    }
    var differing: [[Post.Field]] = []
    for (post, record) in zip(posts, existing) {
      var fields =
        try record.map { (record) throws(LedgerError) in
          try self.differing(post, record, reader)
        } ?? []
      if !isSameGroup { fields.append(.group) }
      differing.append(fields)
    }
    let isSame = differing.allSatisfy(\.isEmpty)
    return zip(existing, differing).map { record, fields in
      guard let record else { return .refused(.groupRefused, record: nil) }
      if isSame { return before(record) }
      // Where only another post of the group differs, the group does.
      return conflict(record, fields.isEmpty ? [.group] : fields)
    }
  }

  private func conflict(_ record: Record, _ differing: [Post.Field]) -> Decision {
    let existing = SequenceNumber(record.sequence)
    return .refused(.referenceConflict(existing: existing, differing: differing), record: nil)
  }

  /// The post with instants for its relative dates, and what is wrong with its dates if it leaves
  /// its time to the clock.
  private func dated(_ post: Post, posted: Int64) -> (post: Post, wrong: Malformation?) {
    var dated = post
    let from = post.occurred ?? Instant(clamping: posted)
    let wrong = dated.resolveDates(from: from, by: calendar)
    return (dated, wrong ?? PostCheck.clockMalformation(of: dated, posted: posted))
  }

  /// The entries of the callers' posts of a group, in order.
  private func records(
    ofGroup group: UInt64, _ reader: some RecordReader
  ) throws(LedgerError) -> [Record] {
    var found: [Record] = []
    var sequence = group
    while sequence < state.nextSequence {
      let record = try record(at: sequence, reader)
      sequence += 1
      // The engine's own entries may lie between them.
      guard record.reference != nil else { continue }
      guard record.group == group else { break }
      found.append(record)
    }
    return found
  }

  private mutating func decide(
    _ post: Post, posted: Int64, group: UInt64?, mayBePlain: Bool, reader: some RecordReader
  ) throws(LedgerError) -> Decision {
    if let wrong = PostCheck.malformation(of: post, posted: posted, by: calendar) {
      return .refused(.malformed(wrong), record: nil)
    }
    if mayBePlain, let unit = unitNumber(of: post),
      let plain = PlainPost(post, unit: unit, hashKey: state.hashKey)
    {
      let entry = decidePlainly(plain, posted: posted)
      records += expiries.map(\.record)
      expiries = []
      if let entry {
        records.append(entry.record(of: plain, post.texts))
        let index = records.count - 1
        return accepted(index)
      }
    }
    if state.wasDropped(post.reference.text) {
      return .refused(.compactedReference, record: nil)
    }
    if !Canary.isPlanted(.doubledRetry),
      let record = try record(reference: post.reference.text, reader)
    {
      let differing = try differing(post, record, reader)
      return differing.isEmpty ? before(record) : conflict(record, differing)
    }
    let (post, wrong) = dated(post, posted: posted)
    if let wrong { return .refused(.malformed(wrong), record: nil) }
    var item = PostContext(post: post, posted: posted, group: group)
    let start = records.count
    if let code = try resolve(&item, reader) {
      return .refused(code, record: code.isRecorded ? try write(refusalOf: item, code) : nil)
    }
    let isDue = hasDue(item)
    // A post that may still be refused takes the clock's work back with it.
    let opensJournal = isDue && !isSure(item)
    if opensJournal { state.beginJournal() }
    if isDue { try book(&item) }
    if let code = try decide(&item, reader) {
      if opensJournal {
        state.rollBack()
        records.removeLast(records.count - start)
      }
      // For a group, the caller writes the refusals, one for each reference.
      let isWritten = group == nil && code.isRecorded
      return .refused(code, record: isWritten ? try write(refusalOf: item, code) : nil)
    }
    if opensJournal { try commitJournal(ofRecordsFrom: start) }
    guard let index = item.mainRecord else {
      throw LedgerError(.damaged, "a decided post left no entry; report this as a defect")
    }
    return accepted(index)
  }

  private func accepted(_ index: Int) -> Decision {
    let record = records[index]
    return .posted(
      index, wantsBalances ? balance(after: record) : nil,
      isLate: record.effective > record.occurred)
  }

  private func balance(after record: Record) -> Balance? {
    guard let member = record.member, let unit = record.unit,
      let number = state.accountNumber(of: member, unit: unit)
    else { return nil }
    return state.accounts[number].balance(at: record.effective)
  }

  private func before(_ record: Record) -> Decision {
    if let refusal = record.refusal { return .refusedBefore(refusal.code, record.sequence) }
    return .duplicate(record)
  }

  /// Returns nil if the post names what was dropped, which is not recorded.
  private mutating func refuse(
    _ post: Post, _ code: RefusalCode, posted: Int64, group: UInt64, reader: some RecordReader
  ) throws(LedgerError) -> Decision? {
    var item = PostContext(
      post: dated(post, posted: posted).post, posted: posted, group: group)
    if try resolve(&item, reader) == .compactedReference { return nil }
    return .refused(code, record: try write(refusalOf: item, code))
  }

  // MARK: - Looking up

  /// The entry with this reference, which may be decided but not yet written, or nil.
  package func record(
    reference: InlineText, _ reader: some RecordReader
  ) throws(LedgerError) -> Record? {
    var search = state.references.search(reference.hash64(key: state.hashKey))
    while let sequence = state.references.next(&search) {
      let found = try record(at: sequence, reader)
      if found.reference == reference { return found }
    }
    return nil
  }

  package func record(
    at sequence: UInt64, _ reader: some RecordReader
  ) throws(LedgerError) -> Record {
    if let first = records.first?.sequence, sequence >= first,
      sequence - first < UInt64(records.count)
    {
      return records[Int(sequence - first)]
    }
    return try reader.record(at: sequence)
  }

  // MARK: - Writing

  /// Gives `record` its position in the log, applies it, and keeps it. Returns its index.
  @discardableResult
  package mutating func write(
    _ draft: consuming Record, posted: Int64
  ) throws(LedgerError) -> Int {
    var record = placed(draft, at: state.nextSequence)
    record.posted = posted
    do {
      try state.apply(record)
    } catch { throw defect(record, error) }
    records.append(record)
    return records.count - 1
  }

  /// Keeps the decisions since the last journal began, the records from `start` on.
  private mutating func commitJournal(ofRecordsFrom start: Int) throws(LedgerError) {
    do throws(Account.Contradiction) {
      try state.commitJournal(of: records[start...])
    } catch { throw defect("of a group or after an expiry", error) }
  }

  /// A record with its position in the log and in its account, and with the identifier that it
  /// needs.
  func placed(_ draft: consuming Record, at sequence: UInt64) -> Record {
    var record = draft
    record.sequence = sequence
    if let member = record.member, record.reference == nil, Int(member) < state.members.count,
      !state.members[Int(member)].firstIdentifierNames
    {
      // The engine names a member as a caller would.
      record.identifier = state.members[Int(member)].otherIdentifiers.first
    }
    state.link(&record)
    return record
  }

  private func defect(_ record: Record, _ error: Account.Contradiction) -> LedgerError {
    defect("\(record.sequence) (\(record.kind.name))", error)
  }

  private func defect(_ entry: String, _ error: Account.Contradiction) -> LedgerError {
    LedgerError(
      .damaged, "entry \(entry) cannot be applied: \(error.reason); report this as a defect")
  }

  private func unitNumber(of post: Post) -> UInt8? {
    guard let code = post.unit else { return state.units.isEmpty ? nil : 0 }
    return state.unitNumber(code)
  }

  /// What the entry that enrols the next member adds.
  mutating func newMember() -> Record.NewMember {
    let number = UInt32(truncatingIfNeeded: state.members.count)
    return Record.NewMember(seed: Record.NewMember.needsSeed(number) ? newSalt() : nil)
  }

  mutating func newSalt() -> RandomBytes16 { RandomBytes16(from: &entropy) }
}
