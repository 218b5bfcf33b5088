import Testing

@testable import PointsLedger

@Suite("References that a walk over the log passed")
struct PassedReferencesTests {
  @Test(
    "each is the one in the log: passed last, passed long ago, and never passed",
    arguments: [0, 40, 64 << 20])
  func same(stretchBytes: Int) throws {
    let shop = try Shop()
    for number in 0..<20 {
      try shop.accept(
        .earn(5, for: .anna, reference: .named("earn-\(number)"), expires: .day(10)))
    }
    shop.at(.day(20))
    _ = try shop.ledger.sweep()
    let log = shop.ledger.log
    var passed = PassedReferences(log: log, from: 3, stretchBytes: stretchBytes)
    try log.forEach(from: 3) { (record) throws(LedgerError) in
      passed.note(record)
      return true
    }
    for sequence in 0..<41 as Range<UInt64> {
      #expect(try passed.reference(at: sequence) == log.reference(at: sequence), "\(sequence)")
    }
    #expect(try passed.reference(at: 40) == nil)
  }
}
