import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Invariant 16: acknowledged means durable")
struct Invariant16Tests {
  @Test("the machine stops right after an answer: the answer holds")
  func everyAnswerHolds() throws {
    let shop = try FullSession.shop()
    try FullSession().run(on: shop.ledger, shop.clock) { index, answers in
      let end = shop.ledger.nextSequence
      let digest = try shop.ledger.stateDigest()
      var options = shop.options
      options.fileSystem = shop.system.afterCrash(.powerCut, seed: UInt64(index))
      let next = try Ledger.open(at: Shop.path, options: options)
      #expect(next.nextSequence == end, "step \(index)")
      #expect(try next.stateDigest() == digest, "step \(index)")
      for sequence in answers.compactMap({ $0.receipt?.sequence ?? $0.refusal?.sequence }) {
        #expect(try next.entry(at: sequence) != nil)
      }
    }
  }

  @Test("a reader never answers from what is not durable")
  func readerSeesDurableOnly() throws {
    let shop = try Shop { $0.durability = .buffered }
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    try shop.ledger.sync()
    let reader = try Ledger.openForReading(at: Shop.path, options: shop.options)
    try shop.accept(.earn(10, for: .anna, reference: .named("e2")))
    #expect(try !reader.refresh())
    #expect(try reader.balance(of: .anna).available == 10)
    try shop.ledger.sync()
    #expect(try reader.refresh())
    #expect(try reader.balance(of: .anna).available == 20)
    #expect(try reader.entry(reference: .named("e2")) != nil)
    #expect(
      try reader.post(.earn(1, for: .anna, reference: .named("e3"))).refusal?.code
        == .ledgerReadOnly)
  }

  @Test("buffered answers are durable after sync, and after close")
  func buffered() throws {
    for closes in [false, true] {
      let shop = try Shop { $0.durability = .buffered }
      for index in 0..<50 {
        try shop.accept(.earn(1, for: .anna, reference: .named("e\(index)")))
      }
      if closes { try shop.ledger.close() } else { try shop.ledger.sync() }
      for seed in 0..<4 as Range<UInt64> {
        var options = shop.options
        options.fileSystem = shop.system.afterCrash(.powerCut, seed: seed)
        let next = try Ledger.open(at: Shop.path, options: options)
        #expect(try next.balance(of: .anna).available == 50)
      }
    }
  }
}
