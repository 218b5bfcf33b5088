import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Erasing beside posts")
struct ErasureBesidePostsTests {
  @Test("neither waits for the other for ever, and nothing of the member is left")
  func beside() throws {
    let shop = try Shop {
      $0.sealing = .background
      $0.flushInterval = 16
      $0.limitLogs(toBytes: 16 << 10)
    }
    try ErasureTests.fill(shop, count: 20)
    let ledger = shop.ledger
    let begun = ledger.nextSequence.value
    let outcomes = Threads.run(3) { thread in
      Result {
        if thread == 0 {
          _ = try ledger.erase(ErasureTests.other)
          _ = try ledger.erase(.ben)
          return
        }
        // More runs than may wait to be merged.
        for number in 0..<2_000 {
          _ = try ledger.post(
            .earn(1, for: .cleo, reference: .named("w\(thread)/\(number)")))
        }
      }
    }
    for outcome in outcomes { try outcome.get() }
    #expect(ledger.nextSequence.value == begun + 4_002)
    #expect(ErasureTests.found(in: shop.system) == [])
    #expect(shop.verify().problems == [])
  }
}
