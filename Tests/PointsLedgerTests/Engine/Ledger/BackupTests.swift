import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A backup is a prefix of its ledger, whole, whatever interrupts it")
struct BackupTests {
  private static let place = "/backup"

  /// A ledger whose logs are sealed after a few entries.
  private static func shop() throws -> Shop {
    try Shop {
      $0.sealing = .inline
      $0.limitLogs(toBytes: 16_384)
    }
  }

  /// Earns 2 points for each number.
  private static func post(_ numbers: Range<Int>, to ledger: Ledger) throws {
    for number in numbers {
      _ = try ledger.post(.earn(2, for: .anna, reference: .named("e\(number)")))
    }
  }

  /// The sequence number after the last entry, and the digest of the state.
  private static func state(
    at path: String, _ options: Ledger.Options
  ) throws -> (next: SequenceNumber, digest: Digest) {
    let ledger = try Ledger.openForReading(at: path, options: options)
    defer { try? ledger.close() }
    return (ledger.nextSequence, try ledger.stateDigest())
  }

  @Test("the second backup copies only what is new, and has the state of the ledger")
  func incremental() throws {
    let shop = try Self.shop()
    try Self.post(0..<200, to: shop.ledger)
    let first = try shop.ledger.backup(to: Self.place)
    try Self.post(200..<202, to: shop.ledger)
    let second = try shop.ledger.backup(to: Self.place)
    let logs = shop.system.files().filter { $0.key.hasPrefix(Self.place + "/log-") }
    #expect(second.copied == logs.reduce(0) { $0 + UInt64($1.value.count) })
    #expect(second.copied < first.copied)
    #expect(second.entries == shop.ledger.nextSequence.value)
    #expect(try Self.state(at: Self.place, shop.options).digest == shop.ledger.stateDigest())
    let third = try shop.ledger.backup(to: Self.place)
    #expect(third.copied == 0 && third.bytes == second.bytes && third.files == second.files)
    #expect(Ledger.verify(at: Self.place, options: shop.options).isSound)
  }

  @Test("a crash in any call leaves the backup from before, or the new one")
  func crashes() throws {
    let shop = try Self.shop()
    try Self.post(0..<60, to: shop.ledger)
    _ = try shop.ledger.backup(to: Self.place)
    let old = try Self.state(at: Self.place, shop.options)
    try Self.post(60..<110, to: shop.ledger)
    try shop.ledger.close()
    let whole = try Self.state(at: Shop.path, shop.options)
    for mode in SimulatedCrash.allCases {
      var (hadOld, hadNew) = (false, false)
      for call in 1... {
        let system = shop.system.copy()
        var options = shop.options
        options.fileSystem = system
        let ledger = try Ledger.openForReading(at: Shop.path, options: options)
        system.crash(inCall: system.callCount() + call, mode)
        let isDone = (try? ledger.backup(to: Self.place)) != nil
        if !system.hasCrashed {
          #expect(isDone && call > 40)
          break
        }
        try? ledger.close()
        options.fileSystem = system.afterCrash(mode, seed: UInt64(call))
        let report = Ledger.verify(at: Self.place, quick: true, options: options)
        #expect(report.isSound, "call \(call): \(report)")
        let found = try Self.state(at: Self.place, options)
        #expect(found == old || found == whole || found.next > old.next, "call \(call)")
        #expect(!isDone || found == whole, "call \(call)")
        if found == old { hadOld = true }
        if found == whole { hadNew = true }
        // The next one succeeds.
        let again = try Ledger.openForReading(at: Shop.path, options: options)
        _ = try again.backup(to: Self.place)
        #expect(try Self.state(at: Self.place, options) == whole, "call \(call)")
      }
      #expect(hadOld && hadNew)
    }
  }

  @Test("a call that fails leaves the backup from before, or the new one")
  func failures() throws {
    let shop = try Self.shop()
    try Self.post(0..<60, to: shop.ledger)
    _ = try shop.ledger.backup(to: Self.place)
    let old = try Self.state(at: Self.place, shop.options)
    try Self.post(60..<110, to: shop.ledger)
    try shop.ledger.close()
    let whole = try Self.state(at: Shop.path, shop.options)
    for call in 1... {
      let system = shop.system.copy()
      var options = shop.options
      options.fileSystem = system
      let ledger = try Ledger.openForReading(at: Shop.path, options: options)
      system.inject(SimulatedFault(nil, number: call, errorNumber: 28))
      let isDone = (try? ledger.backup(to: Self.place)) != nil
      guard !system.failedCalls.isEmpty else {
        #expect(isDone && call > 40)
        break
      }
      system.removeFaults()
      let found = try Self.state(at: Self.place, options)
      #expect(found == old || found == whole || found.next > old.next, "call \(call)")
      #expect(!isDone || found == whole, "call \(call)")
      _ = try ledger.backup(to: Self.place)
      #expect(try Self.state(at: Self.place, options) == whole, "call \(call)")
    }
  }

  @Test("a first backup that was interrupted leaves what the next one takes over")
  func firstOne() throws {
    let shop = try Self.shop()
    try Self.post(0..<60, to: shop.ledger)
    try shop.ledger.close()
    for call in stride(from: 1, to: .max, by: 3) {
      let system = shop.system.copy()
      var options = shop.options
      options.fileSystem = system
      let ledger = try Ledger.openForReading(at: Shop.path, options: options)
      system.crash(inCall: system.callCount() + call, .processKill)
      _ = try? ledger.backup(to: Self.place)
      if !system.hasCrashed { break }
      options.fileSystem = system.afterCrash(.processKill, seed: UInt64(call))
      let again = try Ledger.openForReading(at: Shop.path, options: options)
      _ = try again.backup(to: Self.place)
      #expect(Ledger.verify(at: Self.place, quick: true, options: options).isSound)
    }
  }

  @Test("a backup under load equals a prefix", arguments: [true, false])
  func load(isReader: Bool) throws {
    let shop = try Shop { $0.limitLogs(toBytes: 65_536) }
    let till = shop.ledger
    let options = shop.options
    let posting = Future { (try? Self.post(0..<600, to: till)) != nil }
    // A durable entry is backed up before the till answers with it, so they are compared later.
    var last: [(SequenceNumber, Entry)] = []
    for number in 0..<5 {
      let source = isReader ? try Ledger.openForReading(at: Shop.path, options: options) : till
      let result = try source.backup(to: Self.place)
      if isReader { try source.close() }
      let report = Ledger.verify(at: Self.place, quick: true, options: options)
      #expect(report.isSound && report.entries == result.entries, "\(number): \(report)")
      let backup = try Ledger.openForReading(at: Self.place, options: options)
      let sequence = SequenceNumber(result.entries - 1)
      last.append((sequence, try #require(try backup.entry(at: sequence))))
      try backup.close()
    }
    #expect(posting.wait())
    for (sequence, entry) in last {
      #expect(try entry.reference == till.entry(at: sequence)?.reference, "\(sequence)")
    }
  }

  @Test("after a compaction the base comes along, and the dropped segments go")
  func compacted() throws {
    let shop = try Shop { $0.sealing = .inline }
    for number in 1..<1_500 {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .anna, reference: .named("e\(number)")))
    }
    let before = try shop.ledger.backup(to: Self.place)
    _ = try shop.ledger.compact(before: .day(0, hour: 1_200), into: .directory("/archive"))
    let after = try shop.ledger.backup(to: Self.place)
    #expect(after.entries > before.entries)
    #expect(try shop.system.list(Self.place).contains { $0.hasSuffix(".base") })
    let restored = try Ledger.restore(backup: Self.place, to: "/restored", options: shop.options)
    #expect(try restored.stateDigest == shop.ledger.stateDigest())
    #expect(try restored.root == shop.ledger.info().root)
  }

  @Test("a restored ledger goes on where the backup ended") func restored() throws {
    let shop = try Self.shop()
    try Self.post(0..<60, to: shop.ledger)
    _ = try shop.ledger.backup(to: Self.place)
    try Self.post(60..<70, to: shop.ledger)
    let result = try Ledger.restore(backup: Self.place, to: "/new", options: shop.options)
    #expect(result.reference == .named("e59"))
    #expect(result.sequence.value + 1 == result.copy.entries)
    let ledger = try Ledger.open(at: "/new", options: shop.options)
    #expect(ledger.nextSequence.value == result.copy.entries)
    let answers = try (55..<65).map {
      try ledger.post(.earn(2, for: .anna, reference: .named("e\($0)"))).name
    }
    #expect(
      answers == Array(repeating: "duplicate", count: 5) + Array(repeating: "posted", count: 5))
    // The backup is from before, so the new ledger continues it.
    _ = try ledger.backup(to: Self.place)
    try ledger.close()
    #expect(Ledger.verify(at: "/new", options: shop.options).isSound)
    #expect(Ledger.verify(at: Self.place, options: shop.options).isSound)
    // The old ledger has gone on in another way.
    #expect(refusal { _ = try shop.ledger.backup(to: Self.place) } == .alreadyExists)
  }

  @Test("what is no backup of this ledger stays as it is") func misfits() throws {
    let shop = try Self.shop()
    try Self.post(0..<60, to: shop.ledger)
    _ = try shop.ledger.backup(to: Self.place)
    let options = shop.options
    // A backup is only read, and restored into a new directory.
    #expect(refusal { _ = try Ledger.open(at: Self.place, options: options) } == .readOnly)
    #expect(
      refusal { _ = try Ledger.restore(backup: Self.place, to: Shop.path, options: options) }
        == .alreadyExists)
    #expect(
      refusal { _ = try Ledger.restore(backup: Shop.path, to: "/new", options: options) }
        == .outOfRange)
    // The ledger itself; within it; a ledger without a manifest.
    #expect(refusal { _ = try shop.ledger.backup(to: Shop.path) } != nil)
    #expect(
      refusal { _ = try shop.ledger.backup(to: Shop.path + "/inside") } == .cannotCreate)
    try shop.system.makeDirectory("/full")
    shop.system.setBytes([1], of: "/full/log")
    #expect(refusal { _ = try shop.ledger.backup(to: "/full") } == .alreadyExists)
    // Another ledger's.
    let other = try Ledger.create(at: "/other", options: options)
    #expect(refusal { _ = try other.backup(to: Self.place) } == .alreadyExists)
    // Newer than the ledger, which was rolled back.
    try shop.ledger.close()
    let rolledBack = shop.system.copy()
    try Self.post(60..<70, to: try Ledger.open(at: Shop.path, options: options))
    let ledger = try Ledger.openForReading(at: Shop.path, options: options)
    _ = try ledger.backup(to: Self.place)
    for (path, bytes) in shop.system.files() where path.hasPrefix(Self.place) {
      rolledBack.setBytes(bytes, of: path)
    }
    var before = options
    before.fileSystem = rolledBack
    let earlier = try Ledger.openForReading(at: Shop.path, options: before)
    #expect(refusal { _ = try earlier.backup(to: Self.place) } == .alreadyExists)
  }

  private func refusal(_ body: () throws -> Void) -> LedgerError.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? LedgerError)?.code }
  }
}
