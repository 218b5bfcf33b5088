import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite struct SmokeTests {
  @Test func aShopDay() async throws {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    let ledger = try Ledger.create(at: "/l", options: options)
    let card = MemberIdentifier("card-1")!
    func ref(_ s: String) -> Reference { Reference(s)! }
    guard case .posted(let r) = try await ledger.post(.earn(100, for: card, reference: ref("e1")))
    else {
      Issue.record("not posted")
      return
    }
    #expect(r.balance?.available == 100)
    guard
      case .posted(let r2) = try await ledger.post(.redeem(30, from: card, reference: ref("r1")))
    else {
      Issue.record("not posted")
      return
    }
    #expect(r2.balance?.available == 70)
    #expect(r2.allocations.count == 1)
    guard
      case .refused(let no) = try await ledger.post(.redeem(300, from: card, reference: ref("r2")))
    else {
      Issue.record("not refused")
      return
    }
    #expect(no.code == .insufficientPoints(available: 70))
    guard
      case .duplicate(let r3) = try await ledger.post(.redeem(30, from: card, reference: ref("r1")))
    else {
      Issue.record("not duplicate")
      return
    }
    #expect(r3.sequence == r2.sequence)
    #expect(r3.balance?.available == 70)
    let digest = try ledger.stateDigest()
    try ledger.close()
    let again = try Ledger.open(at: "/l", options: options)
    #expect(try again.balance(of: card).available == 70)
    #expect(try again.stateDigest() == digest)
    #expect(try again.history(of: card).count == 3)
    #expect(try again.replay().stateDigest == digest)
    try again.close()
    let report = Ledger.verify(at: "/l", options: options)
    #expect(report.problems == [])
    #expect(report.stateDigest == digest)
    #expect(report.entries == 4)
  }
}
