internal import LedgerStorage

extension Ledger {
  /// Destroys the identifiers, keys and free texts (actor, memo) of a member, and of the members that
  /// were merged into it, in every file of the ledger. References, amounts, balances and the root
  /// stay as they are. See spec/erasure.md.
  ///
  /// The entry that announces it is durable before anything is replaced. If the rest fails, the next
  /// writer to open the ledger does it.
  ///
  /// - Throws: `unknownMember`; `notErasable` if the identifier names nobody any more, if the member
  ///   was erased already or has an open hold, if the retention of a unit forbids it for now, which
  ///   is recorded, and where entries are never sealed; `readOnly`, `closed`, `full`,
  ///   `inputOutput`, `damaged`.
  public func erase(_ identifier: MemberIdentifier) throws(LedgerError) -> ErasureResult {
    guard !isReader else {
      throw LedgerError(.readOnly, "\(path): the ledger was opened for reading")
    }
    try pipeline.checkProcess()
    return try upkeep.withLock { (_) throws(LedgerError) in try erased(identifier) }
  }

  private func erased(_ identifier: MemberIdentifier) throws(LedgerError) -> ErasureResult {
    try pipeline.checkOpen()
    try finishErasures()
    let members = try erasableMembers(identifier)
    // What is due may be the last entry on an account: whether it was booked changes no answer.
    for unit in door.units {
      try settle(identifier, unit: unit.code, upTo: options.clock.now())
    }
    let outcome = try run(.erase(members), wantsReceipts: false, forcesSync: true)
    guard case .accepted(let announced?) = outcome else {
      throw LedgerError(.inputOutput, "\(path): the erasure could not be announced")
    }
    if let end = try log.record(at: announced).expires {
      throw LedgerError(
        .notErasable,
        "\(identifier) cannot be erased before \(Instant(clamping: end)), when the retention of the "
          + "member's last entry ends; entry \(announced) says that it was asked for")
    }
    let before = try root(before: announced + 1)
    let files: ErasedFiles
    do throws(LedgerError) { files = try finishErasures() } catch {
      throw LedgerError(
        error.code,
        "\(error.message); entry \(announced) announces the erasure, and whoever opens the ledger for "
          + "writing next carries it out: do not ask for it again", at: error.place)
    }
    return ErasureResult(
      sequence: SequenceNumber(announced), rootBefore: before,
      rootAfter: try root(before: announced + 1), files: files)
  }

  /// Carries out what `erase` entries announced.
  @discardableResult
  func finishErasures() throws(LedgerError) -> ErasedFiles {
    var files = ErasedFiles()
    for batch in try pendingErasures() { files.add(try carryOut(batch)) }
    return files
  }

  private func carryOut(_ batch: ErasureBatch) throws(LedgerError) -> ErasedFiles {
    guard options.sealing != .never else {
      throw LedgerError(
        .notErasable, "\(path): entries are never sealed here, so nothing can be erased")
    }
    try sealer.sealEverything()
    var files = ErasedFiles()
    let (others, done) = try eraseInArchives(announcedBefore: batch.end)
    files.add(others)
    let log = log
    let erasure = try door.survey { (state) throws(LedgerError) in try state.erasure(batch, log) }
    let eraser = Eraser(store: store, options: options, erasure: erasure) {
      (group) throws(LedgerError) in
      try self.door.survey { (state) throws(LedgerError) in try state.seed(ofGroup: group, log) }
    }
    guard store.sealedSequence >= batch.end else {
      throw LedgerError(.inputOutput, "\(path): what is to be erased cannot be sealed at present")
    }
    let texts = try eraser.makeTexts()
    let places = try archivePlaces(erasedIn: done, before: batch.end)
    files.rewritten += try scheduler.pausing { () throws(LedgerError) in
      try carryOut(eraser, texts, places, before: batch.end)
    }
    return files
  }

  /// While it goes on nothing is merged, so posts may have to wait for it. It must not wait for them.
  func carryOut(
    _ eraser: Eraser, _ texts: [LogStore.Text], _ places: [ArchivePlace], before end: UInt64
  ) throws(LedgerError) -> [String] {
    let (runs, base): ([Run], RunFile?)
    do throws(LedgerError) {
      runs = try eraser.makeRuns(
        of: try door.glance { (state) throws(LedgerError) in state.runs.runs })
      base = try eraser.makeBase(erasedBefore: end, places: places)
    } catch {
      store.discard(texts)
      throw error
    }
    let created = options.clock.now().milliseconds
    try door.change { (core) throws(LedgerError) in
      let files = core.decider.state.runs.runs.filter { !$0.isMemory && !$0.isBase }.map(\.range)
      try translating { () throws(StorageError) in
        do throws(StorageError) { try store.removeRuns(keeping: files) } catch {
          store.discard(texts)
          throw error
        }
      }
      let outcome = Result { () throws(StorageError) in
        try store.install(
          texts, base: base, without: runs.map(\.range), erasedBefore: end, created: created)
      }
      // Even if an old file could not be removed.
      if store.erasedSequence == end { try replaceState(&core, runs) }
      try translating { () throws(StorageError) in try outcome.get() }
    }
    return texts.map(\.name) + [base?.finalName].compactMap { $0 } + runs.map(\.fileName)
  }

  /// Makes the state again from what was written anew.
  private func replaceState(_ core: inout Core, _ runs: [Run]) throws(LedgerError) {
    log.forgetBlocks()
    for run in runs {
      // They are derived: what cannot be written now is made again later.
      do throws(StorageError) { _ = try store.named(run) } catch {}
    }
    core.decider.dropRecords()
    do throws(LedgerError) {
      let opened = try opening.open(deferring: true)
      core.decider.state = opened.state
      core.indexNotes += opened.notes
    } catch {
      // The old state must not get to the medium.
      store.giveUp(because: "the state after an erasure cannot be read: \(error.message)")
      throw error
    }
  }

  /// The announced erasures that were not carried out, in order.
  private func pendingErasures() throws(LedgerError) -> [ErasureBatch] {
    try announcedErasures(from: max(store.erasedSequence, store.firstSequence))
  }

  /// The members to erase: the one that the identifier names, and those merged into it.
  private func erasableMembers(_ identifier: MemberIdentifier) throws(LedgerError) -> [UInt32] {
    let log = log
    let (found, current, isDone) = try door.survey { (state) throws(LedgerError) in
      let person = state.person(named: identifier.text)
      let current = person.map { person in
        state.members[Int(person.members[0])].currentIdentifiers.map {
          state.identifiers[Int($0)].text
        }
      }
      let isDone = try person.map { (person) throws(LedgerError) in
        let all = ErasureBatch(start: state.nextSequence, members: Set(person.members))
        return try state.erasure(all, log).replacements.isEmpty
      }
      return (person, current ?? [], isDone)
    }
    guard let person = found else {
      throw LedgerError(.unknownMember, "there is no member \(identifier) in \(path)")
    }
    guard current.contains(identifier.text) else {
      let names = current.map { "\($0)" }.joined(separator: ", ")
      throw LedgerError(
        .notErasable,
        "\(identifier) names nobody any more; the member that it named last is now \(names): "
          + "erase that")
    }
    if isDone == true { throw LedgerError(.notErasable, "\(identifier) was erased already") }
    for account in person.accounts {
      if let hold = account.holds.first {
        throw LedgerError(
          .notErasable,
          "\(identifier) has an open hold, entry \(hold.sequence): capture or release it first")
      }
    }
    return person.members.sorted()
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

extension LedgerState {
  /// What a batch of erasures destroys, as far as this state knows its members.
  func erasure(
    _ batch: ErasureBatch, _ log: RecordLog
  ) throws(LedgerError) -> Erasure {
    var periods: [UInt32: IdentifierPeriod] = [:]
    for (number, period) in identifiers.enumerated() where batch.members.contains(period.member) {
      periods[UInt32(number)] = period
    }
    var others: [InlineText: [IdentifierPeriod]] = [:]
    for text in Set(periods.values.map(\.text)) {
      others[text] = self.periods(of: text).filter { !batch.members.contains($0.member) }
    }
    var seeds: [UInt32: KeySeed] = [:]
    for group in Set(batch.members.map(Erasure.group)) {
      let seed = try seed(ofGroup: group, log)
      // Without it, what is kept for the leaves would be wrong.
      if seed == nil, Int(group) < members.count {
        throw LedgerError(.damaged, "the keys of member \(group) are not there; run verify")
      }
      seeds[group] = seed
    }
    return Erasure(
      of: batch.members, before: batch.start, identifiers: periods, others: others, seeds: seeds)
  }
}
