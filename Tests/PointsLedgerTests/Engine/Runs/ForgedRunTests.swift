import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Runs that are intact, with impossible content: nothing traps, and the answers are those of the
/// log.
@Suite struct ForgedRunTests {
  private static let path = "/ledger"

  /// Content of a forged run: each refers to something that does not exist.
  enum Lie: CaseIterable, Sendable {
    case accountOfNoUnit, accountOfNoMember, accountOfNoEntry
    case memberOfNoIdentifier, memberOfNoAccount, memberMergedIntoNobody, memberMergedIntoItself
    case identifierOfNoMember, nameOfNoIdentifier, referenceOfNoEntry
    case clockOfNoEntry, clocksOutOfOrder

    func tell(_ state: inout LedgerState) {
      switch self {
      case .accountOfNoUnit: state.accounts[0].unit = 9
      case .accountOfNoMember: state.accounts[0].member = 4_000_000
      case .accountOfNoEntry: state.accounts[0].last = 1 << 40
      case .memberOfNoIdentifier: state.members[0].firstIdentifier = 4_000_000
      case .memberOfNoAccount: state.members[0].setAccount(4_000_000, unit: 0)
      case .memberMergedIntoNobody:
        state.members[0].merged = .init(into: 4_000_000, effective: 0, sequence: 1)
      case .memberMergedIntoItself:
        state.members[0].merged = .init(into: 0, effective: 0, sequence: 1)
      case .identifierOfNoMember: state.identifiers[0].member = 4_000_000
      case .nameOfNoIdentifier:
        state.names.insert(state.identifiers[0].text.hash64(key: state.hashKey), 4_000_000)
      case .referenceOfNoEntry:
        guard let reference = InlineText("r0") else { return }
        state.references.insert(reference.hash64(key: state.hashKey), 1 << 40)
      case .clockOfNoEntry: state.operatorEntries = [1 << 40]
      case .clocksOutOfOrder: state.operatorEntries = [2, 1]
      }
    }
  }

  @Test(arguments: Lie.allCases)
  func whatRunsSayOfThingsThatAreNotThereTrapsNothing(_ lie: Lie) throws {
    let (options, files) = settings()
    let ledger = try make(options)
    let honest = try ledger.balances()
    try ledger.close()
    try forge(files, ledgerID: ledger.store.ledgerID) { lie.tell(&$0) }

    for isReader in [true, false] {
      let again =
        try isReader
        ? Ledger.openForReading(at: Self.path, options: options)
        : Ledger.open(at: Self.path, options: options)
      for number in 0..<5 {
        let member = try #require(MemberIdentifier("m\(number)"))
        let balance = try? again.balance(of: member)
        // A member merged into itself is a forgery that no number reveals; the log's entries would.
        if lie != .memberMergedIntoItself { #expect(balance == honest[number].balance) }
        _ = try? again.lots(of: member)
        _ = try? again.history(of: member)
      }
      if lie != .memberMergedIntoItself {
        #expect(try again.balances().map(\.balance) == honest.map(\.balance))
      }
      _ = try again.entry(reference: try #require(Reference("r0")))
      _ = try again.entry(reference: try #require(Reference("no such")))
      _ = try again.info()
      if lie != .memberMergedIntoItself { #expect(!again.indexNotes.isEmpty) }
      if !isReader {
        let member = try #require(MemberIdentifier("m0"))
        _ = try again.post(.redeem(1, from: member, reference: try #require(Reference("after"))))
        _ = try again.sweep()
      }
      try again.close()
    }
  }

  /// Content of a forged run that only the entries reveal.
  enum Slander: CaseIterable, Sendable {
    case otherSum, otherMember, frozen, otherText, exchangedNames, exchangedReferences, unsaid
    case acceptedClock, clockEntry

    func tell(_ state: inout LedgerState) {
      switch self {
      case .otherSum: state.accounts[1].earned += 1
      case .otherMember: state.accounts[1].member = 2
      case .frozen: state.members[1].freeze = .all
      case .otherText: state.identifiers[1].text = state.identifiers[2].text
      case .exchangedNames:
        state.names.insert(state.identifiers[1].text.hash64(key: state.hashKey), 2)
      case .exchangedReferences:
        guard let reference = InlineText("r0") else { return }
        state.references.insert(reference.hash64(key: state.hashKey), 3)
      case .unsaid: state.references.removeLast(1)
      case .acceptedClock: state.acceptedClock = 0
      case .clockEntry: state.operatorEntries = [1]
      }
    }
  }

  @Test(arguments: Slander.allCases)
  func verifyTellsAnIndexThatSaysOtherwiseThanTheEntries(_ slander: Slander) throws {
    let (options, files) = settings()
    let ledger = try make(options)
    try ledger.close()
    for quick in [false, true] {
      let honest = Ledger.verify(at: Self.path, quick: quick, options: options)
      #expect(honest.problems == [])
    }
    try forge(files, ledgerID: ledger.store.ledgerID) { slander.tell(&$0) }
    for quick in [false, true] {
      let report = Ledger.verify(at: Self.path, quick: quick, options: options)
      #expect(report.problems.count == 1)
      #expect(report.problems.first?.contains("the index says otherwise than the entries") == true)
    }
    for name in try files.list(Self.path) where name.hasPrefix("run-") {
      try files.unlink(Self.path + "/" + name)
    }
    try Ledger.open(at: Self.path, options: options).close()
    #expect(Ledger.verify(at: Self.path, options: options).isSound)
  }

  @Test func aSummaryThatCountsMoreThanThereAreEntriesIsRefused() {
    var summary = LedgerSummary()
    summary.members = 5
    #expect(summary.isPossible(afterEntries: 5))
    #expect(!summary.isPossible(afterEntries: 4))
  }

  private func settings() -> (options: Ledger.Options, files: SimulatedFileSystem) {
    let files = SimulatedFileSystem()
    var options = Ledger.Options()
    options.fileSystem = files
    options.sealing = .inline
    options.flushInterval = 4
    options.clock = ManualClock(.hour(0))
    return (options, files)
  }

  private func make(_ options: Ledger.Options) throws -> Ledger {
    let ledger = try Ledger.create(at: Self.path, options: options)
    for number in 0..<27 {
      let member = try #require(MemberIdentifier("m\(number % 5)"))
      let reference = try #require(Reference("r\(number)"))
      _ = try ledger.post(.earn(10, for: member, reference: reference))
    }
    return ledger
  }

  /// Replaces the ledger's runs by one run with the whole state and a forgery.
  private func forge(
    _ files: SimulatedFileSystem, ledgerID: LedgerUUID, telling lie: (inout LedgerState) -> Void
  ) throws {
    var options = Ledger.Options()
    options.fileSystem = files
    options.keepsRuns = false
    options.flushInterval = 4
    for name in try files.list(Self.path) where name.hasPrefix("run-") {
      try files.unlink(Self.path + "/" + name)
    }
    let ledger = try Ledger.openForReading(at: Self.path, options: options)
    var state = LedgerState(hashKey: ledger.door.change { $0.decider.state.hashKey })
    state.flushPolicy = FlushPolicy(
      ledgerID: ledgerID, interval: 16, longest: 16, cacheCapacity: 1_000)
    try ledger.log.forEach(from: 0) { (record) throws(LedgerError) in
      if record.sequence == 15 { lie(&state) }
      do { try state.apply(record) } catch { return false }
      return record.sequence < 15
    }
    try ledger.close()
    let run = try #require(state.runs.runs.first)
    let writable = try LogStore.open(
      at: Self.path, in: files, mode: .writing, now: Instant.hour(0).milliseconds)
    defer { try? writable.close() }
    let file = try writable.beginRun(run.range)
    var writer = RunWriter(to: file)
    _ = try RunMerger.merge([run], into: &writer, rule: TableName.rule)
    _ = try writer.finish()
    try writable.installRun(file, syncing: false)
  }
}
