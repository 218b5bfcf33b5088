import Testing

@testable import PointsLedger

@Suite("A closed ledger: every call fails with `closed`")
struct ClosedLedgerTests {
  @Test("questions and posts alike, and a second close does nothing")
  func everyCall() async throws {
    let shop = try Shop()
    let earn = Post.earn(1, for: .anna, reference: .named("e"))
    try await shop.ledger.close()
    try shop.reopen()
    let ledger = shop.ledger
    _ = try await ledger.post(earn)
    // Entries that were read stay in memory, but no answer comes from there.
    #expect(try ledger.entry(at: SequenceNumber(1)) != nil)
    try await ledger.close()
    try await ledger.close()
    let calls: [(String, (Ledger) throws(LedgerError) -> Void)] = [
      ("post", { (l) throws(LedgerError) in _ = try l.post(earn) as Answer }),
      ("postGroup", { (l) throws(LedgerError) in _ = try l.post(atomically: [earn]) as [Answer] }),
      ("preview", { (l) throws(LedgerError) in _ = try l.preview(earn) }),
      ("sweep", { (l) throws(LedgerError) in _ = try l.sweep() }),
      ("sync", { (l) throws(LedgerError) in try l.sync() }),
      ("balance", { (l) throws(LedgerError) in _ = try l.balance(of: .anna) }),
      ("balances", { (l) throws(LedgerError) in _ = try l.balances() }),
      ("lots", { (l) throws(LedgerError) in _ = try l.lots(of: .anna) }),
      ("history", { (l) throws(LedgerError) in _ = try l.history(of: .anna) }),
      ("entry", { (l) throws(LedgerError) in _ = try l.entry(at: SequenceNumber(1)) }),
      ("reference", { (l) throws(LedgerError) in _ = try l.entry(reference: .named("e")) }),
      ("uses", { (l) throws(LedgerError) in _ = try l.uses(of: SequenceNumber(1)) }),
      ("merged", { (l) throws(LedgerError) in _ = try l.lots(mergedBy: SequenceNumber(1)) }),
      ("replay", { (l) throws(LedgerError) in _ = try l.replay() }),
      ("info", { (l) throws(LedgerError) in _ = try l.info() }),
      ("digest", { (l) throws(LedgerError) in _ = try l.stateDigest() }),
    ]
    for (name, call) in calls {
      do throws(LedgerError) {
        try call(ledger)
        Issue.record("\(name) works on a closed ledger")
      } catch {
        #expect(error.code == .closed, "\(name): \(error.code)")
      }
    }
    let error = await #expect(throws: LedgerError.self) { try await ledger.post(earn) }
    #expect(error?.code == .closed)
  }
}
