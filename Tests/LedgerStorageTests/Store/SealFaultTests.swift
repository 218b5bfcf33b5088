import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct SealFaultTests {
  /// A ledger with logs to seal, one of them sealed already, and the columns of the next.
  private func begun(seed: UInt64) throws -> (SimulatedFileSystem, LogStore, SegmentWriter) {
    let system = SimulatedFileSystem(seed: seed)
    let store = try Session.create(in: system)
    while store.view.withLock({ $0.ended.count }) < 3 {
      try store.reserve()
      try Session.append(to: store)
    }
    try store.sync()
    #expect(try Sealing.sealNext(in: store))
    let columns = try #require(try Sealing.begin(in: store))
    return (system, store, columns)
  }

  private func install(_ columns: SegmentWriter, in store: LogStore) throws(StorageError) {
    let clock = Session.clock(columns.range.upperBound)
    try store.install(columns, summary: [1, 2, 3], lastClock: clock)
  }

  @Test(arguments: [5, 28] as [Int32])
  func `a seal that fails before its manifest has a name changes nothing`(number: Int32) throws {
    var (healthy, poisoned, call) = (0, 0, 1)
    while call < 200 {
      let (system, store, columns) = try begun(seed: UInt64(call))
      let names = try system.list(Session.path).sorted()
      let comment: Comment = "call \(call), error \(number)"
      system.inject(SimulatedFault(nil, number: call, errorNumber: number))
      var failure: StorageError?
      do { try install(columns, in: store) } catch { failure = error }
      let failed = system.failedCalls
      system.removeFaults()
      guard let kind = failed.first else { break }
      call += 1
      guard let failure else {
        // Clean-up hides its errors.
        #expect(kind == .unlink, comment)
        continue
      }
      if failure.category == .full { #expect(number == 28, comment) }
      do {
        try store.reserve()
        try Session.append(to: store)
        try store.sync()
        healthy += 1
        #expect(kind != .syncDirectory, comment)
        #expect(try system.list(Session.path).sorted() == names, "leftovers after \(comment)")
        try install(columns, in: store)
        #expect(store.sealedSequence == columns.range.upperBound)
        #expect(try Session.check(store) == store.nextSequence, comment)
      } catch let error as StorageError {
        poisoned += 1
        #expect(error.category == .poisoned, comment)
        #expect(kind == .syncDirectory || (kind == .rename && number == 5), comment)
      }
      for seed in 0..<6 as Range<UInt64> {
        let mode: SimulatedCrash = seed == 0 ? .processKill : .powerCut
        let after = system.afterCrash(mode, seed: seed)
        let again = try Session.open(in: after)
        #expect(try Session.check(again) == store.nextSequence, comment)
        try Sealing.sealAll(in: again)
        try again.close()
        #expect(try LogStore.inspect(at: Session.path, in: after).problems.isEmpty, comment)
      }
    }
    #expect(call > 15 && healthy > 5 && poisoned > 1 && call < 200)
  }

  @Test func `no room or descriptor, for as long as that lasts, keeps the ledger healthy`() throws {
    let faults: [(SimulatedCall, Int32, StorageError.Category)] = [
      (.create, 28, .full), (.write, 28, .full), (.sync, 28, .full), (.rename, 28, .full),
      (.create, 24, .resources),
    ]
    for (kind, number, category) in faults {
      let (system, store, columns) = try begun(seed: 7)
      for _ in 0..<3 {
        system.inject(SimulatedFault(kind, errorNumber: number, isPermanent: true))
        let error = #expect(throws: StorageError.self) { try install(columns, in: store) }
        #expect(error?.category == category)
        system.removeFaults()
      }
      try install(columns, in: store)
      #expect(try Session.check(store) == store.nextSequence)
    }
  }

  @Test func `what cannot be sealed is refused, and nothing is poisoned`() throws {
    let (system, store, columns) = try begun(seed: 8)
    func category(_ body: () throws -> Void) -> StorageError.Category? {
      #expect(throws: StorageError.self, performing: body)?.category
    }
    let range = columns.range
    let bytes = [UInt8](repeating: 0, count: ColumnLimits.blockBytesMax)
    #expect(category { _ = try store.beginSealing(0..<5, created: 0) } == .misuse)
    let empty = try store.beginSealing(range, created: 0)
    #expect(category { try install(empty, in: store) } == .misuse)
    #expect(category { try store.installChain(columns) } == .misuse)
    #expect(category { _ = try store.beginChain(range) } == .misuse)
    for (chunks, expected) in [
      ([(ColumnRegion.rows, 2, []), (.rows, 1, [])], StorageError.Category.misuse),
      ([(.rows, 1, []), (.rows, 1, [])], .misuse),
      ([(.text, 1, []), (.rows, 2, [])], .misuse), ([(.rows, 1, bytes)], .full),
    ] as [([(ColumnRegion, UInt8, [UInt8])], StorageError.Category)] {
      var writer = empty
      let chunks = chunks.map { ColumnChunk(region: $0.0, column: $0.1, bytes: $0.2) }
      #expect(category { try writer.append(rowCount: range.count, chunks) } == expected)
    }
    for rowCount in [0, -1, range.count - 1, range.count + 1, Int.max] {
      var writer = empty
      #expect(category { try writer.append(rowCount: rowCount, []) } == .misuse)
    }
    let long = [UInt8](repeating: 1, count: ColumnLimits.summaryBytesMax + 1)
    #expect(category { try store.install(columns, summary: long, lastClock: 0) } == .misuse)
    try install(columns, in: store)
    #expect(category { try install(columns, in: store) } == .misuse)

    let reader = try Session.open(in: system, .reading)
    let next = try #require(reader.nextToSeal())
    #expect(category { _ = try reader.beginSealing(next, created: 0) } == .readOnly)
    let late = try #require(try Sealing.begin(in: store))
    try store.close()
    let names = try system.list(Session.path).sorted()
    #expect(category { try install(late, in: store) } == .misuse)
    #expect(try system.list(Session.path).sorted() == names)
  }
}
