import Testing

@testable import PointsLedger

@Suite("Invariant 12: the log is append-only")
struct Invariant12Tests {
  @Test("no entry changes once it is written, and numbers are dense")
  func entriesStay() throws {
    let shop = try FullSession.shop()
    var written: [String] = []
    try FullSession().run(on: shop.ledger, shop.clock) { _, _ in
      let entries = try shop.entries()
      #expect(entries.map(\.sequence.value) == (0..<entries.count).map { UInt64($0) })
      let lines = entries.map(line)
      try #require(Array(lines.prefix(written.count)) == written)
      written = lines
    }
    try shop.reopen()
    #expect(try shop.entries().map(line) == written)
  }

  @Test("what the ledger knew at a sequence number, it says for ever, whatever comes late")
  func knownAtSequence() throws {
    let shop = try FullSession.shop()
    var known: [(SequenceNumber, [AccountBalance], [[LotView]])] = []
    func ask(_ sequence: SequenceNumber) throws -> ([AccountBalance], [[LotView]]) {
      let balances = try shop.ledger.balances(atSequence: sequence)
      return (
        balances,
        try balances.map {
          try shop.ledger.lots(of: $0.member, unit: $0.unit, atSequence: sequence)
        }
      )
    }
    try FullSession().run(on: shop.ledger, shop.clock) { _, _ in
      let sequence = SequenceNumber(shop.ledger.nextSequence.value - 1)
      let (balances, lots) = try ask(sequence)
      known.append((sequence, balances, lots))
    }
    for (sequence, balances, lots) in known {
      let again = try ask(sequence)
      #expect(again.0 == balances && again.1 == lots, "at sequence \(sequence)")
    }
    #expect(throws: LedgerError.self) {
      try shop.ledger.balance(of: .anna, atSequence: shop.ledger.nextSequence)
    }
  }

  @Test("history is paged from the newest, links to the entry before, and loses nothing")
  func history() throws {
    let shop = try FullSession.finished()
    for member in [MemberIdentifier.anna, .ben] {
      let whole = try shop.ledger.history(of: member).map(line)
      var paged: [String] = []
      var before: SequenceNumber?
      while true {
        let page = try shop.ledger.history(of: member, before: before, limit: 3)
        guard let last = page.last else { break }
        paged += page.map(line)
        before = last.sequence
      }
      #expect(paged == whole && !whole.isEmpty)
    }
  }
}
