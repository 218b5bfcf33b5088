import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("What the rules ask for right after an entry is in its frame")
struct AftermathTests {
  @Test("a crash at any call of a release into dead lots leaves a ledger that verifies")
  func everyCrashPoint() throws {
    func shop(in system: SimulatedFileSystem) throws -> Shop {
      let shop = try Shop(in: system) {
        $0.limits = LogLimits(
          bodyBytes: 2_000, logBytes: 16_384, initialBytes: 8_192, growthBytes: 2_048)
      }
      for number in 0..<12 {
        try shop.accept(.earn(1, for: .anna, reference: .named("e\(number)"), expires: .day(1)))
      }
      try shop.accept(.hold(12, of: .anna, until: .day(9), reference: .named("h")))
      shop.at(.day(2))
      return shop
    }
    // The entries before it fill the frame more and more, so that it would end within those after
    // it.
    for count in 0..<12 {
      let posts =
        (0..<count).map { Post.earn(1, for: .ben, reference: .named("b\($0)"), texts: Self.long) }
        + [.release(.named("h"), for: .anna, reference: .named("release"))]
      let before = try shop(in: SimulatedFileSystem())
      let calls = before.system.callCount()
      _ = try before.ledger.post(each: posts)
      for call in 1...(before.system.callCount() - calls) {
        let crashed = try shop(in: SimulatedFileSystem())
        crashed.system.crash(inCall: crashed.system.callCount() + call, .processKill)
        _ = try? crashed.ledger.post(each: posts)
        var options = crashed.options
        options.fileSystem = crashed.system.afterCrash(.processKill, seed: UInt64(call))
        let problems = Ledger.verify(at: Shop.path, options: options).problems
        #expect(problems == [], "\(count) before it, call \(call)")
      }
    }
  }

  private static let long = EntryTexts(memo: String(repeating: "m", count: 150))
}
