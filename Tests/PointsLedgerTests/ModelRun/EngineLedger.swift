import LedgerStorage
import LedgerTestSupport

@testable import PointsLedger

/// The engine, on files in memory.
final class EngineLedger: StoredLedger {
  private let path: String
  private var ledger: Ledger
  private let clock: ManualClock
  private let options: Ledger.Options
  /// The archives of the compactions so far, the oldest first; nil for what was discarded.
  private var archives: [String?] = []
  /// The texts in the place of erased identifiers, by what the model calls them.
  private var erased: [MemberIdentifier: MemberIdentifier] = [:]
  /// Opened once beside the writer, and kept.
  private var reader: Ledger?
  /// Gets the same posts in batches.
  private var batched: BatchedLedger?
  /// The members whose balances were last asked for: they are asked for again, whatever was posted
  /// meanwhile.
  private var asked: [MemberIdentifier] = []

  init(_ setup: LedgerSetup) throws {
    clock = ManualClock(setup.clock)
    var options = Ledger.Options()
    options.clock = clock
    options.fileSystem = SimulatedFileSystem()
    options.enrollsUnknownMembers = setup.enrollsUnknownMembers
    options.sealing = .inline
    if setup.sealsOften { options.limitLogs(toBytes: 48 << 10) }
    if setup.compactsOften { options.limitLogs(toBytes: 8 << 10) }
    if setup.flushesOften {
      options.flushInterval = 8
      options.memory = 4 << 10
      options.flushesInBackground = setup.sealsOften
    }
    self.options = options
    path = "/ledger"
    ledger = try Ledger.create(
      at: path, units: setup.units.map { UnitDefinition($0.0, terms: $0.1) }, options: options)
    if setup.postsInBatches { batched = try BatchedLedger(setup, options) }
  }

  /// A ledger with the same content in another directory.
  private init(_ other: EngineLedger, at path: String) throws {
    (clock, options, erased) = (other.clock, other.options, other.erased)
    self.path = path
    ledger = try Ledger.open(at: path, options: options)
  }

  deinit { try? ledger.close() }

  func post(_ post: Post, at clock: Instant) throws -> ObservedAnswer {
    self.clock.set(clock)
    let answer = observed(try ledger.post(named(post)))
    try batched?.post(post, at: clock, answer: answer)
    return answer
  }

  func postGroup(_ posts: [Post], at clock: Instant) throws -> [ObservedAnswer] {
    self.clock.set(clock)
    try batched?.postGroup(posts, at: clock)
    return try ledger.post(atomically: posts.map(named)).map(observed)
  }

  func preview(_ posts: [Post], atomic: Bool, at clock: Instant) throws -> [ObservedAnswer] {
    self.clock.set(clock)
    let posts = posts.map(named)
    return try (atomic ? ledger.preview(atomically: posts) : ledger.preview(each: posts)).map(
      observed)
  }

  func sweep(asOf limit: Instant, at clock: Instant) throws -> ObservedSweep {
    self.clock.set(clock)
    try batched?.sweep(asOf: limit, at: clock)
    let result: SweepResult
    do throws(LedgerError) { result = try ledger.sweep(asOf: limit) } catch {
      guard let code = Self.clockCode(error) else { throw error }
      return ObservedSweep(refusal: code)
    }
    return ObservedSweep(
      expired: result.units.reduce(0) { $0 + $1.expired.minorUnits },
      released: result.units.reduce(0) { $0 + $1.released.minorUnits },
      entries: result.entries)
  }

  func acceptClock(at clock: Instant) throws -> Int? {
    self.clock.set(clock)
    try batched?.acceptClock(at: clock)
    return try ledger.acceptClock().map { Int($0.value) }
  }

  /// What a post would be refused with, if the error is about the clock.
  static func clockCode(_ error: LedgerError) -> RefusalCode? {
    switch error.code {
    case .clockWentBack: .clockWentBack
    case .clockWentAhead: .clockWentAhead
    default: nil
    }
  }

  func reopen() throws {
    try batched?.reopen()
    try ledger.close()
    ledger = try Ledger.open(at: path, options: options)
  }

  /// Checks that the files are sound, and that their content gives the same state as posting did.
  func damage() throws -> String? {
    let digest = try ledger.stateDigest()
    let replayed = try ledger.replay().stateDigest
    if replayed != digest { return "replay makes \(replayed), posting made \(digest)" }
    if let difference = try differenceToReaders(digest) { return difference }
    if let difference = try batched?.difference(to: ledger) { return difference }
    try ledger.close()
    let report = Ledger.verify(at: path, options: options)
    if let problem = report.failure?.message ?? report.problems.first { return problem }
    if report.stateDigest != digest {
      return "verify finds \(report.stateDigest?.description ?? "nothing"), not \(digest)"
    }
    ledger = try Ledger.open(at: path, options: options)
    let reopened = try ledger.stateDigest()
    if reopened != digest { return "opening makes \(reopened), posting made \(digest)" }
    return try damageOfArchives() ?? differenceOfEntries()
  }

  /// The difference to readers beside the writer, a new one and one that follows it: first a few
  /// accounts, then the whole state.
  private func differenceToReaders(_ digest: Digest) throws -> String? {
    let new = try Ledger.openForReading(at: path, options: options)
    let old = reader ?? new
    reader = old
    _ = try old.refresh()
    let accounts = try ledger.balances()
    for account in accounts.prefix(accounts.count / 2 + 1) {
      for reader in [new, old] {
        let balance = try reader.balance(of: account.member, unit: account.unit)
        if balance != account.balance {
          return "a reader sees \(balance) of \(account.member), not \(account.balance)"
        }
      }
    }
    let digests = (try new.stateDigest(), try old.stateDigest())
    return digests == (digest, digest)
      ? nil : "readers have \(digests.0) and \(digests.1), the writer \(digest)"
  }

  /// The first entry that a ledger opened for reading shows differently from its writer.
  private func differenceOfEntries() throws -> String? {
    let reader = try Ledger.openForReading(at: path, options: options)
    func differ(_ what: String, _ one: Any, _ other: Any) -> String? {
      "\(one)" == "\(other)" ? nil : "\(what): a reader finds \(other), the writer \(one)"
    }
    // Sets are described in any order.
    func plain(_ entry: Entry?) -> Any {
      var plain = entry
      plain?.post.terms = nil
      return plain as Any
    }
    let units = (ledger.units.map { [$0.scale] }, reader.units.map { [$0.scale] })
    if let difference = differ("units", units.0, units.1) { return difference }
    if let difference = differ("the end", ledger.nextSequence, reader.nextSequence) {
      return difference
    }
    let first = Int(try ledger.cut()?.first.value ?? 0)
    let step = max(1, (entryCount - first) / 40)
    for number in stride(from: first, to: entryCount, by: step) {
      let sequence = SequenceNumber(UInt64(number))
      guard let entry = try ledger.entry(at: sequence) else { return "no entry \(number)" }
      let found = try entry.reference.map { try reader.entry(reference: $0) } ?? entry
      let differences = [
        differ("entry \(number)", plain(entry), plain(try reader.entry(at: sequence))),
        differ("by its reference", plain(entry), plain(found)),
        differ("uses", try ledger.uses(of: sequence), try reader.uses(of: sequence)),
      ]
      for case .some(let difference) in differences { return difference }
    }
    for account in try ledger.balances() {
      let difference = differ(
        "history of \(account.member)",
        // An identifier may be unlinked a little ahead of the clock.
        try known {
          try ledger.history(of: account.member, unit: account.unit, limit: 5).map(plain)
        } as Any,
        try known {
          try reader.history(of: account.member, unit: account.unit, limit: 5).map(plain)
        } as Any)
      if let difference { return difference }
    }
    return nil
  }

  // MARK: Compactions and erasures

  func compact(
    before limit: Instant, discards: Bool, at clock: Instant
  ) throws -> ObservedCompaction {
    self.clock.set(clock)
    let archive = discards ? nil : "/archive-\(archives.count)"
    let result: CompactionResult
    do throws(LedgerError) {
      let into: CompactionArchive =
        if let archive {
          .directory(archive)
        } else {
          .discard(entries: try dropping(before: limit))
        }
      result = try ledger.compact(before: limit, into: into)
    } catch {
      guard error.code == .outOfRange || Self.clockCode(error) != nil else { throw error }
      return ObservedCompaction(refusal: error.code)
    }
    guard result.droppedEntries > 0 else { return ObservedCompaction() }
    archives.append(archive)
    return ObservedCompaction(cut: Int(result.cut.value))
  }

  /// The number of entries that a compaction would drop now: it says so when asked to discard
  /// another number.
  private func dropping(before limit: Instant) throws(LedgerError) -> UInt64 {
    do throws(LedgerError) {
      _ = try ledger.compact(before: limit, into: .discard(entries: 0))
      return 0
    } catch {
      let count = error.message.split(separator: " ").lazy.compactMap { UInt64($0) }.first
      guard error.code == .outOfRange, let count else { throw error }
      return count
    }
  }

  func erase(_ member: MemberIdentifier, at clock: Instant) throws -> ObservedErasure {
    self.clock.set(clock)
    let before = try erasedMembers()
    do throws(LedgerError) {
      let result = try ledger.erase(erased[member] ?? member)
      guard result.rootBefore == result.rootAfter else {
        throw LedgerError(
          .damaged, "the root was \(result.rootBefore), and is \(result.rootAfter)")
      }
    } catch {
      guard
        [.unknownMember, .notErasable].contains(error.code) || Self.clockCode(error) != nil
      else { throw error }
      return ObservedErasure(refusal: error.code)
    }
    let names = try ledger.door.survey { (state) throws(LedgerError) in
      state.identifiers.map { MemberIdentifier($0.text) }
    }
    for name in names { erased[Self.shortened(name)] = name }
    return ObservedErasure(members: try erasedMembers() - before)
  }

  /// The number of entries that erased a member.
  private func erasedMembers() throws -> Int {
    let entries = try ledger.door.look { (state) throws(LedgerError) in state.operatorEntries }
    return try entries.count {
      $0 >= ledger.store.firstSequence ? try ledger.log.record(at: $0).erasesMember : false
    }
  }

  /// A name as the model knows it: without the random id of an erased member.
  private static func shortened(_ name: MemberIdentifier) -> MemberIdentifier {
    let parts = name.description.split(separator: ":")
    guard parts.first == "erased", parts.count == 3 else { return name }
    return MemberIdentifier("erased:\(parts[1]):") ?? name
  }

  private func named(_ post: Post) -> Post {
    var post = post
    post.member = post.member.map { erased[$0] ?? $0 }
    post.counterparty = post.counterparty.map { erased[$0] ?? $0 }
    return post
  }

  func restored() throws -> (ledger: any LedgerUnderTest, first: Int)? {
    var whole: EngineLedger?
    for (number, archive) in archives.enumerated().reversed() {
      guard let archive else { break }
      let path = "/restored-\(number)"
      _ = try (whole ?? self).ledger.restore(archive: archive, into: path)
      whole = try EngineLedger(self, at: path)
    }
    return try whole.map { ($0, Int(try $0.ledger.cut()?.first.value ?? 0)) }
  }

  /// The first archive that is not sound.
  private func damageOfArchives() -> String? {
    for case let archive? in archives {
      let report = Ledger.verify(at: archive, options: options)
      if let fault = report.failure?.message ?? report.problems.first {
        return "\(archive): \(fault)"
      }
    }
    return nil
  }

  // MARK: Questions

  var entryCount: Int { Int(ledger.nextSequence.value) }

  func balance(
    of member: MemberIdentifier, unit: UnitCode?, at moment: Moment
  ) throws -> Balance? {
    let member = erased[member] ?? member
    asked = asked.suffix(3) + [member]
    for member in asked { try compareRemembered(of: member) }
    return try known {
      try ledger.balance(
        of: member, unit: unit, asOf: moment.instant, atSequence: moment.sequenceNumber)
    } ?? nil
  }

  /// Throws if the cached balance of a member differs from that of the account.
  private func compareRemembered(of member: MemberIdentifier) throws {
    guard entryCount > 0 else { return }
    let (now, last) = (clock.now(), SequenceNumber(UInt64(entryCount - 1)))
    let expected: Balance?
    do {
      expected = try known { try ledger.balance(of: member, asOf: now, atSequence: last) } ?? nil
    } catch let error as LedgerError where error.code == .compacted {
      // The clock is behind what was dropped, but the balance is as of what was posted last.
      return
    }
    let found = try known { try ledger.balance(of: member, asOf: now) } ?? nil
    guard found == expected else {
      throw WrongBalance(member: member, expected: expected, found: found)
    }
  }

  private struct WrongBalance: Error {
    let member: MemberIdentifier
    let expected: Balance?
    let found: Balance?
  }

  func lots(
    of member: MemberIdentifier, unit: UnitCode?, at moment: Moment
  ) throws -> [ObservedLot]? {
    try known {
      try ledger.lots(
        of: erased[member] ?? member, unit: unit, asOf: moment.instant,
        atSequence: moment.sequenceNumber
      ).map { lot in
        ObservedLot(
          origin: Int(lot.origin.value), remaining: lot.remaining.minorUnits,
          held: lot.held.minorUnits, activates: lot.activates, expires: lot.expires,
          isPending: lot.isPending)
      }
    }
  }

  func balances(at moment: Moment) throws -> [ObservedAccount] {
    try ledger.balances(asOf: moment.instant, atSequence: moment.sequenceNumber).map { account in
      ObservedAccount(
        member: .identifier(Self.shortened(account.member)), unit: account.unit,
        balance: account.balance)
    }
  }

  func entries(from start: Int) throws -> [ObservedEntry] {
    var entries: [ObservedEntry] = []
    try ledger.forEachEntry(from: SequenceNumber(UInt64(start)), to: nil) { entry in
      entries.append(observed(entry))
      return true
    }
    return entries
  }

  private func known<Value>(_ body: () throws -> Value) throws -> Value? {
    do {
      return try body()
    } catch let error as LedgerError where [.unknownMember, .unknownUnit].contains(error.code) {
      return nil
    }
  }

  // MARK: Answers

  private func observed(_ answer: Answer) -> ObservedAnswer {
    switch answer {
    case .posted(let receipt): .posted(observed(receipt))
    case .duplicate(let receipt): .duplicate(observed(receipt))
    case .refused(let refusal):
      .refused(
        refusal.code, sequence: refusal.sequence.map { Int($0.value) },
        isRepeated: refusal.isRepeated)
    }
  }

  private func observed(_ receipt: Receipt) -> ObservedReceipt {
    ObservedReceipt(
      sequence: Int(receipt.sequence.value), allocations: receipt.allocations.map(observed),
      balance: receipt.balance)
  }

  private func observed(_ allocation: Allocation) -> ObservedAllocation {
    ObservedAllocation(
      origin: Int(allocation.origin.value), points: allocation.points.minorUnits)
  }

  private func observed(_ entry: Entry) -> ObservedEntry {
    ObservedEntry(
      sequence: Int(entry.sequence.value), kind: entry.kind,
      asked: entry.isEngineWritten ? nil : entry.post.kind, reference: entry.reference,
      occurred: entry.occurred, effective: entry.effective, change: entry.change.minorUnits,
      balanceAfter: entry.kind == .refusal ? nil : entry.balanceAfter?.minorUnits,
      original: entry.original.map { Int($0.value) },
      allocations: entry.allocations.map(observed), arrears: entry.arrears.minorUnits,
      cancelled: entry.cancelled.minorUnits,
      refusal: entry.refusal,
      acceptedClock: entry.kind == .clock ? entry.post.activates?.instant : nil)
  }
}

extension Moment {
  var instant: Instant? {
    switch self {
    case .instant(let instant), .both(let instant, _): instant
    case .sequence: nil
    }
  }

  var sequenceNumber: SequenceNumber? {
    switch self {
    case .instant: nil
    case .sequence(let sequence), .both(_, let sequence): SequenceNumber(UInt64(sequence))
    }
  }
}
