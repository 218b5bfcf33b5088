internal import LedgerStorage

extension Ledger {
  /// Destroys the identifiers, keys and free texts (actor, memo) of a member, and of the members that
  /// were merged into it, in every file of the ledger. References, amounts, balances and the root
  /// stay as they are. See spec/erasure.md.
  ///
  /// The entry that announces it is durable before anything is replaced. If the rest fails, the next
  /// writer to open the ledger does it.
  ///
  /// - Throws: `unknownMember`; `notErasable` if the member was merged into another, was erased
  ///   already, or has an open hold, and where entries were dropped or are never sealed; `readOnly`,
  ///   `closed`, `full`, `inputOutput`, `damaged`.
  public func erase(_ identifier: MemberIdentifier) throws(LedgerError) -> ErasureResult {
    guard !isReader else {
      throw LedgerError(.readOnly, "\(path): the ledger was opened for reading")
    }
    try pipeline.checkOpen()
    _ = try finishErasures()
    let members = try erasableMembers(identifier)
    let outcome = try run(.erase(members), wantsReceipts: false, forcesSync: true)
    guard case .accepted(let announced?) = outcome else {
      throw LedgerError(.inputOutput, "\(path): the erasure could not be announced")
    }
    let before = try root(before: announced + 1)
    let files = try finishErasures()
    return ErasureResult(
      sequence: SequenceNumber(announced), rootBefore: before,
      rootAfter: try root(before: announced + 1), rewrittenFiles: files, untouchedArchives: [])
  }

  /// Whether an erasure was announced and not carried out.
  var hasPendingErasure: Bool {
    get throws(LedgerError) { try !pendingErasures().isEmpty }
  }

  /// Carries out what `erase` entries announced. Returns the names of the files that were written
  /// anew.
  func finishErasures() throws(LedgerError) -> [String] {
    let pending = try pendingErasures()
    guard let first = pending.first, let last = pending.last else { return [] }
    try checkErasable()
    try sealer.sealEverything()
    let members = Set(pending.map(\.member))
    let log = log
    let (identifiers, seeds) = try door.survey { (state) throws(LedgerError) in
      var identifiers: [UInt32: IdentifierPeriod] = [:]
      for (number, period) in state.identifiers.enumerated() where members.contains(period.member) {
        identifiers[UInt32(number)] = period
      }
      var seeds: [UInt32: KeySeed] = [:]
      for group in Set(members.map(Erasure.group)) {
        seeds[group] = try state.seed(ofGroup: group, log)
      }
      return (identifiers, seeds)
    }
    let eraser = Eraser(
      store: store, options: options,
      erasure: Erasure(
        of: members, before: first.sequence, identifiers: identifiers, seeds: seeds)
    ) { (group) throws(LedgerError) in
      try self.door.survey { (state) throws(LedgerError) in try state.seed(ofGroup: group, log) }
    }
    return try scheduler.pausing { () throws(LedgerError) in
      try carryOut(eraser, before: last.sequence + 1)
    }
  }

  private func carryOut(_ eraser: Eraser, before end: UInt64) throws(LedgerError) -> [String] {
    let texts = try eraser.makeTexts()
    let runs: [Run]
    do throws(LedgerError) {
      runs = try eraser.makeRuns(
        of: try door.look { (state) throws(LedgerError) in state.runs.runs })
    } catch {
      store.discard(texts)
      throw error
    }
    let created = options.clock.now().milliseconds
    try door.change { (core) throws(LedgerError) in
      let files = core.decider.state.runs.runs.filter { !$0.isMemory }.map(\.range)
      try translating { () throws(StorageError) in
        do throws(StorageError) { try store.removeRuns(keeping: files) } catch {
          store.discard(texts)
          throw error
        }
        try store.install(
          texts, without: runs.map(\.range), erasedBefore: end, created: created)
      }
      log.forgetBlocks()
      for run in runs {
        // They are derived: what cannot be written now is made again later.
        do throws(StorageError) { _ = try store.named(run) } catch {}
      }
      core.decider.dropRecords()
      let opened = try opening.open(deferring: true)
      core.decider.state = opened.state
      core.indexNotes += opened.notes
    }
    return texts.map(\.name) + runs.map { $0.fileName }
  }

  /// The announced erasures that were not carried out, in order.
  private func pendingErasures() throws(LedgerError) -> [(sequence: UInt64, member: UInt32)] {
    let done = max(store.erasedSequence, store.firstSequence)
    let later = try door.look { (state) throws(LedgerError) in
      state.operatorEntries.filter { $0 >= done }
    }
    var pending: [(sequence: UInt64, member: UInt32)] = []
    for sequence in later {
      let record = try log.record(at: sequence)
      guard record.kind == .erase, let member = record.member else { continue }
      pending.append((sequence, member))
    }
    return pending
  }

  private func checkErasable() throws(LedgerError) {
    guard options.sealing != .never else {
      throw LedgerError(
        .notErasable, "\(path): entries are never sealed here, so nothing can be erased")
    }
    guard store.firstSequence == 0 else {
      throw LedgerError(
        .notErasable,
        "\(path): entries before \(store.firstSequence) were dropped; join the archive first")
    }
  }

  /// The members to erase: the one that the identifier names, and those merged into it.
  private func erasableMembers(_ identifier: MemberIdentifier) throws(LedgerError) -> [UInt32] {
    try checkErasable()
    let (found, merged, isDone) = try door.survey { (state) throws(LedgerError) in
      let person = state.person(named: identifier.text)
      let member = state.periods(of: identifier.text).last?.member
      var merged: InlineText?
      if let member, let staying = person?.members.first, member != staying,
        state.members.look(Int(member), { $0.merged != nil }),
        !state.members[Int(staying)].currentIdentifiers.contains(where: {
          state.identifiers[Int($0)].text == identifier.text
        })
      {
        merged = state.identifiers[Int(state.members[Int(staying)].firstIdentifier)].text
      }
      let isDone = person?.periods.allSatisfy { Self.isErased($0.text) } ?? false
      return (person, merged, isDone)
    }
    guard let person = found else {
      throw LedgerError(.unknownMember, "there is no member \(identifier) in \(path)")
    }
    if let merged {
      throw LedgerError(
        .notErasable, "\(identifier) was merged into another member: erase \(merged)")
    }
    if isDone { throw LedgerError(.notErasable, "\(identifier) was erased already") }
    for account in person.accounts {
      if let hold = account.holds.first {
        throw LedgerError(
          .notErasable,
          "\(identifier) has an open hold, entry \(hold.sequence): capture or release it first")
      }
    }
    return person.members.sorted()
  }

  /// Whether a text takes the place of an erased identifier.
  private static func isErased(_ text: InlineText) -> Bool {
    "\(text)".hasPrefix("erased:")
  }

  private func root(before end: UInt64) throws(LedgerError) -> Digest {
    var keys = try MemberKeys(of: log.base)
    var hasher = try LeafHasher(of: log.base)
    try log.forEach(from: store.firstSequence) { (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      keys.note(record)
      hasher.append(record, keys)
      return true
    }
    return hasher.finish().root
  }
}
