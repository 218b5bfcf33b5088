import Foundation
import LedgerTestSupport
import PointsLedger
import PointsLedgerFoundation
import Testing

/// Code as callers write it.
struct PublicFaceTests {
  @Test("sums of points throw beyond 63 bits, and never wrap round")
  func pointsDoNotWrapRound() throws {
    let most = Points(minorUnits: Int64.max)
    #expect(try Points(minorUnits: 2) + 3 == 5)
    #expect(try Points(minorUnits: 2) - 3 == Points(minorUnits: -1))
    #expect(try Points(minorUnits: -4) * 3 == Points(minorUnits: -12))
    #expect(throws: PointsOverflow.self) { try most + 1 }
    #expect(throws: PointsOverflow.self) { try Points(minorUnits: Int64.min) - 1 }
    #expect(throws: PointsOverflow.self) { try most * 2 }
    #expect(throws: PointsOverflow.self) { try [most, 1].sum() }
    #expect(try [1, 2, 3].map { Points(minorUnits: $0) }.sum() == 6)
    #expect(try [Points]().sum() == .zero)
  }

  @Test("an instant and a duration: to the millisecond, and never out of range")
  func instantsMove() {
    #expect(Instant.epoch.advanced(by: .milliseconds(1_500)).milliseconds == 1_500)
    #expect(Instant.epoch.advanced(by: .seconds(-1)).milliseconds == -1_000)
    #expect(Instant.latest.advanced(by: .seconds(1)) == .latest)
    #expect(Instant.earliest.advanced(by: .seconds(-1)) == .earliest)
    #expect(Instant.epoch.advanced(by: .seconds(Int64.max)) == .latest)
    #expect(Instant.epoch.advanced(by: .seconds(Int64.min)) == .earliest)
    #expect(Instant.earliest.duration(to: .latest) > .seconds(300_000_000_000))
    #expect(Instant.epoch.adding(days: 2).duration(to: .epoch) == .seconds(-172_800))
  }

  @Test("an instant becomes a date and comes back, and a date out of range is nil")
  func datesComeBack() throws {
    for milliseconds: Int64 in [0, 1, -1, 1_764_000_000_123, -62_135_596_800_000] {
      let instant = try #require(Instant(milliseconds: milliseconds))
      let date = Date(instant).addingTimeInterval(0.000_1)
      #expect(Instant(date) == instant)
    }
    #expect(Instant(Date.distantFuture.addingTimeInterval(1e13)) == nil)
    #expect(Instant(Date(timeIntervalSince1970: .nan)) == nil)
    #expect(Instant(Date(timeIntervalSince1970: .infinity)) == nil)
    let error: any LocalizedError = LedgerError(.full, "the disk is full")
    #expect(error.errorDescription == "the disk is full")
  }

  @Test("a ledger is opened, or made where there is none, and an existing one keeps its units")
  func openMakesOnce() throws {
    let directory = try TestDirectory()
    let path = directory.path + "/shop"
    let made = try Ledger.open(at: path, creatingWith: [.points, UnitDefinition("stamps")])
    #expect(made.units.map(\.code) == [.points, "stamps"])
    let first = try made.post(.earn(5, for: "anna", reference: "r1"))
    #expect(first.receipt?.balance?.available == 5 && first.refusal == nil)
    try made.close()
    let again = try Ledger.open(at: path, creatingWith: [UnitDefinition("miles")])
    #expect(again.units.map(\.code) == [.points, "stamps"] && again.id == made.id)
    let second = try again.post(.earn(5, for: "anna", reference: "r1"))
    #expect(second.receipt?.sequence == first.receipt?.sequence)
    let refused = try again.post(.redeem(50, from: "anna", reference: "r2"))
    #expect(refused.receipt == nil && refused.refusal?.code == .insufficientPoints(available: 5))
    #expect("\(refused)" == "refused: insufficientPoints")
    #expect(try again.balance(of: "anna")?.available == 5)
    #expect(try again.balance(of: "nobody") == nil)
    #expect(throws: LedgerError.self) { try again.balance(of: "anna", unit: "miles") }
    #expect(throws: LedgerError.self) { try Ledger.open(at: path, creatingWith: [.points]) }
    try again.close()
  }
}
