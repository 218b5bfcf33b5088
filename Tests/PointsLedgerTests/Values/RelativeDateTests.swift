import Foundation
import LedgerTestSupport
import PointsLedgerFoundation
import Testing

@testable import PointsLedger

@Suite("Relative dates")
struct RelativeDateTests {
  /// Gives one answer for every zone.
  struct WrongCalendar: LedgerCalendar {
    var answer: Int?
    func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int? { answer }
  }

  private func date(
    _ text: String, from occurred: Instant, by calendar: any LedgerCalendar = UTCCalendar()
  ) throws -> Instant {
    try PostDate(text).instant(from: occurred, by: calendar)
  }

  @Test("every example of the rules is what it says")
  func examples() throws {
    let examples = try SpecificationFile.rules.rows(under: "Examples of dates")
    #expect(examples.count > 25)
    for example in examples {
      let found = try date(
        example[1], from: try Instant(example[0]), by: FoundationCalendar())
      #expect(found == (try Instant(example[2])), "\(example)")
      #expect(try PostDate(example[1]).description == example[1])
    }
  }

  @Test("a count that goes day by day agrees")
  func naive() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let unit = try #require(RelativeDate.Unit.allCases.randomElement(using: &random))
      let end =
        Int.random(in: 0..<2, using: &random) == 0
        ? nil : random.element(of: RelativeDate.Period.allCases)
      let count = Int.random(in: 0...min(unit.maximumCount, 500), using: &random)
      guard let rule = try? RelativeDate(count, unit, toEndOf: end) else { continue }
      let occurred = Instant(
        clamping: Int64.random(in: -3_000_000_000_000...3_000_000_000_000, using: &random))
      let naive = PostDate.relative(rule).naiveInstant(from: occurred)
      #expect(try rule.instant(from: occurred, by: UTCCalendar()) == naive, "\(rule) \(occurred)")
    }
  }

  @Test("the text of a rule is read as that rule, and kept in JSON")
  func texts() throws {
    let dates: [PostDate] = [
      "+30min", "+2h", "+14d", "+2w", "+12mo", "+2y", "end-of-day+0d", "end-of-month+12mo",
      "end-of-year+1y", "end-of-day+3w@Asia/Kolkata", "+1mo@Etc/GMT+1", "2024-05-31T10:00:00Z",
    ]
    for date in dates {
      #expect(try PostDate(date.description) == date)
      #expect(try JSONDecoder().decode(PostDate.self, from: try JSONEncoder().encode(date)) == date)
    }
    #expect(dates[7] == .relative(try RelativeDate(12, .months, toEndOf: .month)))
    #expect(dates[10] == .relative(try RelativeDate(1, .months, in: "Etc/GMT+1")))
  }

  @Test(
    "a text that is no date says what is accepted",
    arguments: [
      ("", PostDateError.malformed), ("14d", .malformed), ("+", .malformed), ("+5", .malformed),
      ("+d", .malformed), ("+-5d", .malformed), ("+ 5d", .malformed), ("++5d", .malformed),
      ("-5d", .malformed), ("+5D", .malformed), ("+5m", .malformed), ("+1.5h", .malformed),
      ("+٣d", .malformed), ("end-of-week+1w", .malformed), ("end-of-month", .malformed),
      ("tomorrow", .malformed), ("end-of-month-1mo", .malformed), ("@Europe/Berlin", .malformed),
      ("2024-02-30", .instant(.noSuchTime)), ("2024-01-01T00:00:00", .instant(.zoneMissing)),
      ("+36526d", .countOutOfRange(.days)), ("+5218w", .countOutOfRange(.weeks)),
      ("+101y", .countOutOfRange(.years)), ("+1201mo", .countOutOfRange(.months)),
      ("+876601h", .countOutOfRange(.hours)), ("+52596001min", .countOutOfRange(.minutes)),
      ("+999999999999mo", .countOutOfRange(.months)),
      ("end-of-day+99999999999999999999999d", .countOutOfRange(.days)),
      ("end-of-day+2h", .unitTooShort(.hours, .day)),
      ("end-of-month+3d", .unitTooShort(.days, .month)),
      ("end-of-year+3mo", .unitTooShort(.months, .year)),
      ("+14d@Europe/Berlin", .zoneNotTaken), ("end-of-day+0d@", .zoneMalformed),
      ("end-of-day+0d@../../etc/passwd", .zoneMalformed), ("+1y@/etc/localtime", .zoneMalformed),
      ("+1y@Europe/Berlin@", .zoneMalformed),
      ("+1y@" + String(repeating: "x", count: 65), .zoneMalformed),
    ])
  func wrong(text: String, error: PostDateError) {
    #expect(throws: error) { try PostDate(text) }
    #expect(!error.description.isEmpty)
  }

  @Test("a date outside the years 1 to 9999, or in an unknown zone, is a fault and no trap")
  func faults() throws {
    let rules = [
      "+36525d", "+52596000min", "+1200mo", "+100y", "end-of-day+0d", "end-of-month+1200mo",
      "end-of-year+0y", "end-of-day+36525d",
    ]
    for rule in rules {
      #expect(throws: RelativeDate.Fault.outOfRange, "\(rule)") { try date(rule, from: .latest) }
      #expect(throws: Never.self) { try date(rule, from: .earliest) }
    }
    #expect(throws: RelativeDate.Fault.unknownZone("Europe/Berlni")) {
      try date("+1mo@Europe/Berlni", from: .epoch, by: FoundationCalendar())
    }
    for answer in [nil, Int.max, Int.min, 86_401] {
      #expect(throws: RelativeDate.Fault.unknownZone("X")) {
        try date("end-of-day+0d@X", from: .epoch, by: WrongCalendar(answer: answer))
      }
    }
    #expect(throws: RelativeDate.Fault.outOfRange) {
      try date("end-of-day+0d@X", from: .latest, by: WrongCalendar(answer: 86_400))
    }
    #expect(throws: RelativeDate.Fault.outOfRange) {
      try date("+0mo@X", from: .earliest, by: WrongCalendar(answer: -86_400))
    }
  }
}
