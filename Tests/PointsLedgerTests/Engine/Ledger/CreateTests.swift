import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// The remains of an interrupted `create`.
@Suite struct CreateTests {
  private static let path = "/ledger"

  private func create(_ name: String, in system: SimulatedFileSystem) throws -> Ledger {
    var options = Ledger.Options()
    options.fileSystem = system
    options.sealing = .inline
    options.entropy = system.entropy()
    return try Ledger.create(at: Self.path, name: name, options: options)
  }

  private func open(in system: SimulatedFileSystem) throws -> Ledger {
    var options = Ledger.Options()
    options.fileSystem = system
    options.sealing = .inline
    return try Ledger.open(at: Self.path, options: options)
  }

  /// A file system, with the directory or without it.
  private func system(_ seed: Int, hasDirectory: Bool) throws -> SimulatedFileSystem {
    let system = SimulatedFileSystem(seed: UInt64(seed))
    if hasDirectory {
      try system.makeDirectory(Self.path)
      try system.openDirectory("/").sync()
    }
    return system
  }

  @Test(arguments: [5, 28] as [Int32], [false, true])
  func `after any one failure nothing is left, and the directory stays as it was`(
    number: Int32, hasDirectory: Bool
  ) throws {
    var (call, failures) = (1, 0)
    while call < 500 {
      let system = try system(call, hasDirectory: hasDirectory)
      system.inject(SimulatedFault(nil, number: call, errorNumber: number))
      let comment: Comment = "call \(call)"
      var hasFailed = false
      do { try create("first", in: system).close() } catch { hasFailed = true }
      if system.failedCalls.isEmpty { break }
      system.removeFaults()
      if hasFailed, (try? open(in: system)) == nil {
        failures += 1
        #expect(system.files().isEmpty, comment)
        #expect(try (system.status(of: Self.path) != nil) == hasDirectory, comment)
        let second = try create("second", in: system)
        #expect(second.name == "second" && second.units.count == 1, comment)
        try second.close()
      }
      call += 1
    }
    #expect(failures > 20 && call < 500)
  }

  @Test(arguments: [SimulatedCall.write, .syncData, .sync, .syncDirectory, .rename, .unlink])
  func `what cannot even be taken back is gone on with, under any name`(
    kind: SimulatedCall
  ) throws {
    for start in 1...12 {
      let system = try system(start, hasDirectory: start % 2 == 0)
      system.inject(SimulatedFault(kind, number: start, errorNumber: 5, isPermanent: true))
      do { try create("first", in: system).close() } catch {}
      system.removeFaults()
      if let ledger = try? open(in: system) {
        #expect(ledger.name == "first" && ledger.units.count == 1)
        continue
      }
      #expect(try create("second", in: system).name == "second", "\(kind) from \(start) on")
    }
  }

  @Test(arguments: SimulatedCrash.allCases)
  func `after a crash it is a ledger, or can be made one under any name`(
    mode: SimulatedCrash
  ) throws {
    let calls = try { () throws -> Int in
      let system = try system(0, hasDirectory: false)
      _ = try create("first", in: system)
      return system.callCount()
    }()
    for call in 1...calls {
      let system = try system(call, hasDirectory: call % 2 == 0)
      system.crash(inCall: system.callCount() + call, mode)
      do { try create("first", in: system).close() } catch {}
      for seed in 0..<4 as Range<UInt64> {
        let after = system.afterCrash(mode, seed: seed)
        let comment: Comment = "call \(call), seed \(seed)"
        if let ledger = try? open(in: after) {
          #expect(ledger.name == "first" && ledger.units.count == 1, comment)
          try ledger.close()
          #expect(throws: LedgerError.self) { try create("second", in: after) }
          #expect(try open(in: after).name == "first", comment)
        } else {
          #expect(try create("second", in: after).name == "second", comment)
          #expect(try LogStore.inspect(at: Self.path, in: after).name == "second", comment)
        }
      }
    }
  }
}
