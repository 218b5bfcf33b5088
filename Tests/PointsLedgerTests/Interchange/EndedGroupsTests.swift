import Testing

@testable import PointsLedger

@Suite("Groups that have ended are remembered whole, the latest ones")
struct EndedGroupsTests {
  @Test("as many as the capacity, and then the oldest is forgotten")
  func forgetsTheOldest() throws {
    var groups = EndedGroups(capacity: 3)
    func name(_ number: Int) throws -> InlineText { try #require(Reference("g\(number)")).text }
    for number in 1...10 {
      #expect(groups.line(of: try name(number)) == nil)
      groups.append(try name(number), line: number * 2)
      for known in max(1, number - 2)...number {
        #expect(groups.line(of: try name(known)) == known * 2)
      }
      #expect(groups.line(of: try name(number - 3)) == nil)
    }
    groups.append(try name(1), line: 99)
    #expect(groups.line(of: try name(1)) == 99)
    #expect(groups.line(of: try name(8)) == nil)
    #expect(groups.line(of: try name(9)) == 18)
  }
}
