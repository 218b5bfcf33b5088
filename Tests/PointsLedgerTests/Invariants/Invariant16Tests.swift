import LedgerStorage
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

  @Test("many callers and a slow sync: no answer comes before its sync", arguments: [1, 2, 4, 16])
  func manyCallers(count: Int) throws {
    let shop = try Shop()
    try shop.accept(.earn(1_000_000, for: .anna, reference: .named("start")))
    shop.system.setSyncDelay(300)
    let (ledger, store) = (shop.ledger, shop.ledger.store)
    let early = Threads.run(count) { caller -> [String] in
      var early: [String] = []
      func note(_ name: String, _ end: UInt64?) {
        if let end, store.durableSequence < end { early.append("\(name), up to \(end)") }
      }
      for round in 0..<60 {
        let name = "\(caller)/\(round)"
        let shared = Post.earn(1, for: .ben, reference: .named("shared \(round)"))
        switch (caller + round) % 6 {
        case 0, 1:
          let answer = try? ledger.post(.redeem(1, from: .anna, reference: .named(name)))
          note("post", answer?.receipt.map { $0.sequence.value + 1 })
        case 2:
          let answers = try? ledger.post(atomically: [
            .redeem(1, from: .anna, reference: .named("\(name)/r")),
            .earn(1, for: .ben, reference: .named("\(name)/e")),
          ])
          note("group", answers?.last?.receipt.map { $0.sequence.value + 1 })
        case 3:
          // All callers of a round post it; most of them get a duplicate.
          note("duplicate", (try? ledger.post(shared))?.receipt.map { $0.sequence.value + 1 })
        case 4:
          let entry = try? ledger.entry(reference: shared.reference)
          note("entry", entry.map { $0.sequence.value + 1 })
        default:
          let history = try? ledger.history(of: .anna, limit: 1)
          note("history", history?.first.map { $0.sequence.value + 1 })
          note("next", ledger.nextSequence.value)
        }
      }
      return early
    }
    #expect(early.flatMap { $0 }.prefix(5) == [])
    shop.system.setSyncDelay(0)
    #expect(shop.verify().problems == [])
  }

  @Test("what a question tells rests on nothing that is still being made durable")
  func questionsWait() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("start")))
    shop.system.setSyncDelay(2_000)
    let (ledger, store) = (shop.ledger, shop.ledger.store)
    let isDone = Locked(false)
    let early = Threads.run(4) { index -> [String] in
      if index == 0 {
        for round in 0..<60 {
          _ = try? ledger.post(.earn(1, for: .anna, reference: .named("e\(round)")))
          let code = UnitCode.named("u\(round)")
          _ = try? ledger.post(.unit(code, terms: UnitTerms(), reference: .named("unit \(round)")))
          _ = try? ledger.post(.enroll(.named("m\(round)"), reference: .named("enroll \(round)")))
        }
        isDone.withLock { $0 = true }
        return []
      }
      var early: [String] = []
      // Each post is one entry, so the entries that a query shows say how far the log must be
      // durable.
      func note(_ name: String, _ seen: Int) {
        if store.durableSequence < seen { early.append("\(name): \(seen)") }
      }
      while !isDone.withLock({ $0 }) {
        if let balance = try? ledger.balance(of: .anna) {
          note("balance", 2 + 3 * (Int(balance.available.minorUnits) - 100) - 2)
        }
        if let row = try? ledger.balances().first {
          note("balances", 2 + 3 * (Int(row.balance.available.minorUnits) - 100) - 2)
        }
        let units = ledger.units.count
        if units > 1 { note("units", 2 + 3 * (units - 1) - 1) }
        for round in stride(from: 59, through: 0, by: -1) {
          guard (try? ledger.balance(of: .named("m\(round)"))) != nil else { continue }
          note("member", 2 + 3 * (round + 1))
          break
        }
      }
      return early
    }
    #expect(early.flatMap { $0 }.prefix(5) == [])
  }

  @Test("a reader never answers from what is not durable")
  func readerSeesDurableOnly() throws {
    let shop = try Shop { $0.durability = .buffered }
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    try shop.ledger.sync()
    let reader = try Ledger.openForReading(at: Shop.path, options: shop.options)
    try shop.accept(.earn(10, for: .anna, reference: .named("e2")))
    #expect(try !reader.refresh())
    #expect(try reader.balance(of: .anna)?.available == 10)
    try shop.ledger.sync()
    #expect(try reader.refresh())
    #expect(try reader.balance(of: .anna)?.available == 20)
    #expect(try reader.entry(reference: .named("e2")) != nil)
    #expect(
      try reader.post(.earn(1, for: .anna, reference: .named("e3"))).refusal?.code
        == .ledgerReadOnly)
  }

  @Test("what a reader shows after a writer was killed is durable")
  func readerAfterKill() throws {
    let shop = try Shop { $0.durability = .buffered }
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    for seed in 0..<16 as Range<UInt64> {
      let killed = shop.system.afterCrash(.processKill, seed: seed)
      var options = shop.options
      options.fileSystem = killed
      let shown = try Ledger.openForReading(at: Shop.path, options: options).balance(of: .anna)
      #expect(shown?.available == 10)
      options.fileSystem = killed.afterCrash(.powerCut, seed: seed)
      let next = try Ledger.openForReading(at: Shop.path, options: options)
      #expect(try next.balance(of: .anna) == shown, "seed \(seed)")
    }
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
        #expect(try next.balance(of: .anna)?.available == 50)
      }
    }
  }
}
