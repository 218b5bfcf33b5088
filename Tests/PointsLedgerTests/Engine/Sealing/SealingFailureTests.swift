import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Sealing that fails")
struct SealingFailureTests {
  private static let ioError: Int32 = 5

  @Test("is told; what it was about stays in the log, and the next writer seals it (invariant 12)")
  func isTold() throws {
    var cachedCount = 0
    for number in 1...4 {
      let shop = try FullSession.finished { options in
        options.sealing = .never
        options.keepsRuns = false
        options.limitLogs(toBytes: 48 << 10)
      }
      #expect(shop.ledger.sealingFailure == nil)
      let digest = try shop.ledger.stateDigest()
      try shop.ledger.close()

      shop.options.sealing = .inline
      shop.system.inject(SimulatedFault(.create, number: number, errorNumber: Self.ioError))
      // Opening creates files too, before it seals.
      guard let ledger = try? Ledger.open(at: Shop.path, options: shop.options) else {
        shop.system.removeFaults()
        continue
      }
      if let failure = ledger.sealingFailure {
        cachedCount += 1
        #expect(failure.code == .inputOutput)
        #expect(try ledger.stateDigest() == digest)
      } else {
        #expect(shop.system.failedCalls.isEmpty)
      }
      shop.system.removeFaults()
      try ledger.close()

      let again = try Ledger.open(at: Shop.path, options: shop.options)
      #expect(again.sealingFailure == nil)
      #expect(try again.stateDigest() == digest)
      #expect(!(try again.segments()).isEmpty)
      try again.close()
      #expect(shop.verify().isSound)
    }
    #expect(cachedCount > 0)
  }
}
