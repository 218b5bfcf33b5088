import Testing

@testable import PointsLedger

@Suite("Entries as a sequence")
struct EntrySequenceTests {
  private static func shop() throws -> Shop {
    let shop = try Shop()
    let earns = (0..<2_500).map { Post.earn(1, for: .anna, reference: .named("e\($0)")) }
    _ = try shop.ledger.post(each: earns)
    return shop
  }

  @Test("all of them come once, in log order, with and without concurrency")
  func all() async throws {
    let ledger = try Self.shop().ledger
    var sequences: [UInt64] = []
    for try await entry in ledger.entries() { sequences.append(entry.sequence.value) }
    #expect(sequences == Array(0..<2_501))
    #expect(try Self.read(ledger.entries()) == sequences)
  }

  @Test("a span ends with its last entry, and one beyond the end is empty")
  func span() throws {
    let ledger = try Self.shop().ledger
    let some = ledger.entries(from: SequenceNumber(1_020), to: SequenceNumber(1_030))
    #expect(try Self.read(some) == Array(1_020...1_030))
    #expect(try Self.read(ledger.entries(from: SequenceNumber(9_000))) == [])
  }

  @Test("an iterator at the end goes on once more is posted")
  func goesOn() throws {
    let shop = try Self.shop()
    var entries = shop.ledger.entries(from: SequenceNumber(2_500)).makeAsyncIterator()
    #expect(try entries.next()?.sequence.value == 2_500)
    #expect(try entries.next() == nil)
    try shop.accept(.earn(1, for: .anna, reference: .named("more")))
    #expect(try entries.next()?.reference == .named("more"))
  }

  @Test("a closed ledger gives none: the error is its own")
  func closed() throws {
    let ledger = try Self.shop().ledger
    var entries = ledger.entries().makeAsyncIterator()
    try ledger.close()
    let error = #expect(throws: LedgerError.self) { try entries.next() }
    #expect(error?.code == .closed)
  }

  private static func read(_ entries: EntrySequence) throws(LedgerError) -> [UInt64] {
    var iterator = entries.makeAsyncIterator()
    var sequences: [UInt64] = []
    while let entry = try iterator.next() { sequences.append(entry.sequence.value) }
    return sequences
  }
}
