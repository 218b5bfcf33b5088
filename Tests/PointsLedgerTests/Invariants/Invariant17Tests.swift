import Testing

@testable import PointsLedger

@Suite("Invariant 17: every index is rebuilt from the log")
struct Invariant17Tests {
  @Test("after reopening, every way to an entry leads to the same entry")
  func lookups() throws {
    let shop = try FullSession.finished()
    let entries = try shop.entries()
    let members = [MemberIdentifier.anna, .ben, .cleo, .dora]
    func answers() throws -> [String] {
      var lines: [String] = []
      for entry in entries {
        lines.append(line(try #require(try shop.ledger.entry(at: entry.sequence))))
        if let reference = entry.reference {
          lines.append(line(try #require(try shop.ledger.entry(reference: reference))))
        }
        lines.append("\(try shop.ledger.uses(of: entry.sequence))")
      }
      for member in members {
        for unit in [UnitCode.points, .stamps, .miles] {
          lines += try shop.ledger.history(of: member, unit: unit).map(line)
          lines.append("\(try shop.ledger.lots(of: member, unit: unit))")
        }
      }
      return lines
    }
    let live = try answers()
    try shop.reopen()
    #expect(try answers() == live)
    #expect(try shop.ledger.entry(reference: .named("never")) == nil)
    #expect(try shop.ledger.entry(at: shop.ledger.nextSequence) == nil)
    for entry in entries where entry.reference != nil {
      #expect(line(try shop.entry(entry.post.reference)) == line(entry))
    }
  }
}
