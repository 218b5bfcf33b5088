import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Too few descriptors, or a failing medium: that says nothing about the ledger, and does no harm.
@Suite struct ScarcityTests {
  private static func finished() throws -> Shop {
    let shop = try FullSession.finished { options in
      options.sealing = .inline
      options.flushInterval = 16
      options.limitLogs(toBytes: 16 << 10)
    }
    #expect(try !shop.ledger.segments().isEmpty)
    try shop.ledger.close()
    return shop
  }

  @Test(
    arguments: [
      (SimulatedCall.open, 24), (.open, 23), (.open, 5), (.read, 5), (.read, 12), (.list, 24),
      (.size, 5), (.status, 5),
    ] as [(SimulatedCall, Int32)])
  func verifyGivesNoVerdictOnWhatItCouldNotLookAt(_ call: SimulatedCall, _ error: Int32) throws {
    let shop = try Self.finished()
    for quick in [false, true] {
      for isPermanent in [false, true] {
        var number = 1
        var unseenCount = 0
        while number < 2_000 {
          let system = shop.system.copy()
          var options = shop.options
          options.fileSystem = system
          system.inject(
            SimulatedFault(call, number: number, errorNumber: error, isPermanent: isPermanent))
          let report = Ledger.verify(at: Shop.path, quick: quick, options: options)
          if system.failedCalls.isEmpty { break }
          // Derived files are optional.
          #expect(
            report.isSound || !report.isVerdict,
            "call \(number), permanent: \(isPermanent): \(report.problems)")
          if !report.isVerdict {
            unseenCount += 1
            #expect(report.failure?.code == (error == 5 ? .inputOutput : .resources))
          }
          number += max(1, number / 8)
        }
        #expect(unseenCount > 0)
      }
    }
  }

  @Test func postingWaitsForDescriptorsAndNothingIsPoisoned() throws {
    let base = SimulatedFileSystem()
    let scarce = ScarceFileSystem(base)
    let shop = try Shop(in: base) { options in
      options.fileSystem = scarce
      options.sealing = .inline
      options.flushInterval = 16
      options.limitLogs(toBytes: 8 << 10)
    }
    var number = 0
    func fill(until isDone: () throws -> Bool) throws -> [String] {
      var names: [String] = []
      for _ in 0..<2_000 where try !isDone() {
        number += 1
        names.append(try shop.post(.earn(1, for: .anna, reference: .named("r\(number)"))).name)
      }
      return names
    }
    for _ in 0..<4 {
      scarce.setScarce(true)
      var refused = 0
      let names = try fill {
        refused += scarce.refusalCount > 0 ? 1 : 0
        return refused > 60
      }
      // At the moment no new log can follow a full one.
      #expect(Set(names).isSubset(of: ["posted", "ledgerFull"]))
      #expect(names.contains("ledgerFull"))
      scarce.setScarce(false)
      #expect(
        try shop.post(.earn(1, for: .anna, reference: .named("after\(number)"))).name == "posted")
    }
    // A log that could not be sealed is sealed a thousand entries later.
    let names = try fill {
      try shop.ledger.sealingFailure == nil && shop.ledger.segments().count > 4
    }
    #expect(Set(names) == ["posted"])
    let digest = try shop.ledger.stateDigest()
    try shop.reopen()
    #expect(try shop.ledger.stateDigest() == digest)
    try shop.ledger.close()
    #expect(shop.verify().problems == [])
  }

  @Test func aWriterThatCannotOpenTheRunsKeepsThem() throws {
    let shop = try Self.finished()
    let runs = shop.system.files().keys.filter { $0.contains("/run-") }.sorted()
    #expect(runs.count > 1)
    var failed = 0
    for number in 1..<60 {
      let system = shop.system.copy()
      var options = shop.options
      options.fileSystem = system
      system.inject(SimulatedFault(.open, number: number, errorNumber: 24, isPermanent: true))
      let ledger = try? Ledger.open(at: Shop.path, options: options)
      system.removeFaults()
      try? ledger?.close()
      let left = system.files().keys.filter { $0.contains("/run-") }.sorted()
      if ledger == nil {
        failed += 1
        #expect(left == runs, "open \(number)")
      }
    }
    #expect(failed > 5, "nothing was scarce: nothing was tested")
  }
}
