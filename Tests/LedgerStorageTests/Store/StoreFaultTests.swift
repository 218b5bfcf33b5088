import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct StoreFaultTests {
  /// Runs the script with one fault, and then opens the ledger again, as a till does.
  private func run(_ fault: SimulatedFault, seed: UInt64, _ comment: Comment) throws -> Bool {
    let system = SimulatedFileSystem(seed: seed)
    system.inject(fault)
    var script = Script()
    var failure: StorageError?
    do { try script.runAll(in: system) } catch let error as StorageError { failure = error }
    let failed = system.failedCalls
    if failed.isEmpty { return false }
    system.removeFaults()
    if failure == nil {
      // On a full disk a log that cannot grow far grows a little.
      let mayGoOn: Set<SimulatedCall> =
        fault.errorNumber == 28 ? [.unlink, .close, .write, .allocate] : [.unlink, .close]
      #expect(failed.allSatisfy(mayGoOn.contains), comment)
    }
    if !script.wasCreated {
      #expect(system.files().isEmpty, comment)
      #expect(try system.status(of: Session.path) == nil, comment)
    }
    try script.verify(system.afterCrash(.processKill, seed: seed), comment)
    try script.verify(system.afterCrash(.powerCut, seed: seed), comment)
    return true
  }

  @Test(arguments: [5, 28] as [Int32])
  func `any call can fail once, is reported, and the ledger opens again`(number: Int32) throws {
    var call = 1
    repeat {
      let comment: Comment = "call \(call), error \(number)"
      do {
        let fault = SimulatedFault(nil, number: call, errorNumber: number)
        if try !run(fault, seed: UInt64(call), comment) { break }
      } catch { Issue.record(error, comment) }
      call += 1
    } while call < 2_000
    #expect(call > 200)
  }

  @Test(arguments: [SimulatedCall.write, .syncData, .sync, .syncDirectory, .rename, .create, .read])
  func `a kind of call can fail for good`(kind: SimulatedCall) throws {
    for start in 1...12 {
      let system = SimulatedFileSystem(seed: UInt64(start))
      var script = Script()
      system.inject(SimulatedFault(kind, number: start, errorNumber: 5, isPermanent: true))
      do { try script.runAll(in: system) } catch {}
      system.removeFaults()
      try script.verify(
        system.afterCrash(.powerCut, seed: UInt64(start)), "\(kind) from \(start) on")
    }
  }

  @Test func `no space or descriptor in reserve leaves the store as it was`() throws {
    let faults: [(SimulatedCall, Int32, StorageError.Category)] = [
      (.write, 28, .full), (.create, 28, .full), (.rename, 28, .full), (.sync, 28, .full),
      (.create, 24, .resources),
    ]
    for (kind, number, category) in faults {
      let system = SimulatedFileSystem(seed: 3)
      let store = try Session.create(in: system)
      var refusals = 0
      for _ in 0..<80 {
        let names = try system.list(Session.path).sorted()
        system.inject(SimulatedFault(kind, errorNumber: number, isPermanent: true))
        do { try store.reserve() } catch {
          #expect(error.category == category)
          refusals += 1
          #expect(try system.list(Session.path).sorted() == names, "leftovers after \(kind)")
        }
        system.removeFaults()
        try store.reserve()
        try Session.append(to: store)
        try store.sync()
      }
      #expect(refusals > 3)
      #expect(try Session.check(store) == store.nextSequence)
      try store.close()
      #expect(try LogStore.inspect(at: Session.path, in: system).problems.isEmpty)
    }
  }

  @Test(arguments: [SimulatedCall.write, .syncData])
  func `a failed write or sync poisons the store until it is reopened`(kind: SimulatedCall) throws {
    let system = SimulatedFileSystem(seed: 4)
    let store = try Session.create(in: system)
    try store.reserve()
    try Session.append(to: store)
    try store.sync()
    let durable = store.durableSequence
    try Session.append(to: store)
    system.inject(SimulatedFault(kind, errorNumber: 5))
    let first = #expect(throws: StorageError.self) {
      try Session.append(to: store)
      try store.sync()
    }
    #expect(first?.category == .io && first?.errorNumber == 5)
    for attempt in 0..<4 {
      let error = #expect(throws: StorageError.self) {
        switch attempt {
        case 0: try Session.append(to: store)
        case 1: try store.sync()
        case 2: try store.reserve()
        default: try store.close()
        }
      }
      #expect(error?.category == .poisoned)
    }
    // What was read back may never have reached the medium: the next writer writes it again.
    let again = try Session.open(in: system)
    #expect(try Session.check(again) > durable)
    #expect(again.recovery.rewrittenByteCount > 0)
    let seen = again.nextSequence
    for seed in 0..<20 as Range<UInt64> {
      let reader = try Session.open(in: system.afterCrash(.powerCut, seed: seed), .reading)
      #expect(try Session.check(reader) == seen)
    }
  }
}
