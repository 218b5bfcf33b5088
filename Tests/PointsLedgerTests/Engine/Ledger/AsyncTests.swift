import Testing

@testable import PointsLedger

@Suite("Calls that may wait, without holding a thread")
struct AsyncTests {
  @Test("each answers what the synchronous one answers, and throws what it throws")
  func same() async throws {
    let shop = try Shop()
    try shop.accept(.earn(120, for: .anna, reference: .named("e"), expires: .day(10)))
    let ledger = shop.ledger
    try await ledger.sync()
    let looks = try Self.look(ledger)
    #expect(try await ledger.stateDigest() == looks.digest)
    #expect(try await ledger.balances() == looks.balances)
    #expect(try await ledger.info().root == looks.root)
    #expect(try await ledger.liability() == looks.liability)
    #expect(try await ledger.replay().stateDigest == looks.digest)
    #expect(await Ledger.verify(at: Shop.path, options: shop.options).isSound)
    shop.at(.day(20))
    #expect(try await ledger.sweep().entries == 1)
    try await ledger.close()
    let closed = await #expect(throws: LedgerError.self) { try await ledger.sweep() }
    #expect(closed?.code == .closed)
    let again = try await Ledger.open(at: Shop.path, options: shop.options)
    let locked = await #expect(throws: LedgerError.self) {
      try await Ledger.open(at: Shop.path, options: shop.options)
    }
    #expect(locked?.code == .locked)
    try await again.close()
  }

  private struct Looks {
    var digest: Digest
    var balances: [AccountBalance]
    var root: Digest
    var liability: [LiabilityRow]
  }

  private static func look(_ ledger: Ledger) throws(LedgerError) -> Looks {
    Looks(
      digest: try ledger.stateDigest(), balances: try ledger.balances(),
      root: try ledger.info().root, liability: try ledger.liability())
  }
}
