import PointsLedgerFoundation
import Testing

@testable import PointsLedger

@Suite("Local days, weeks, months, quarters and years")
struct ZonedCalendarTests {
  /// A zone that is made up: its clocks are changed at some instants.
  private struct Clocks: LedgerCalendar {
    /// Seconds ahead of UTC at first.
    var first = 0
    /// When they were changed, in order, and how far ahead they are since then.
    var changes: [(Instant, Int)] = []

    func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int? {
      changes.last { $0.0 <= instant }?.1 ?? first
    }
  }

  private func calendar(_ zone: String) throws -> ZonedCalendar {
    try #require(ZonedCalendar(zone: zone, of: FoundationCalendar()))
  }

  private func start(_ day: String, _ calendar: ZonedCalendar) throws -> String {
    calendar.start(of: try #require(CalendarPeriod(day))).description
  }

  private func hours(_ day: String, _ calendar: ZonedCalendar) throws -> Double {
    let day = try #require(CalendarPeriod(day))
    let span = calendar.end(of: day).milliseconds - calendar.start(of: day).milliseconds
    return Double(span) / 3_600_000
  }

  @Test("a day has 23 or 25 hours where the clocks are changed, by half an hour too")
  func changes() throws {
    let york = try calendar("America/New_York")
    #expect(try start("2026-03-08", york) == "2026-03-08T05:00:00Z")
    #expect(try start("2026-03-09", york) == "2026-03-09T04:00:00Z")
    #expect(try [hours("2026-03-07", york), hours("2026-03-08", york)] == [24, 23])
    #expect(try hours("2026-11-01", york) == 25)
    #expect(try hours("1967-04-30", york) == 23)
    let sydney = try calendar("Australia/Sydney")
    #expect(try start("2026-04-06", sydney) == "2026-04-05T14:00:00Z")
    #expect(try [hours("2026-04-05", sydney), hours("2026-10-04", sydney)] == [25, 23])
    #expect(try hours("2026-04-05", calendar("Australia/Lord_Howe")) == 24.5)
    #expect(try start("2026-01-01", calendar("Asia/Kolkata")) == "2025-12-31T18:30:00Z")
  }

  @Test("a day without a midnight begins with its first instant; a day that is skipped is empty")
  func skipped() throws {
    // Midnight was skipped by an hour, and half an hour before midnight until half past.
    #expect(
      try start("2018-11-04", calendar("America/Sao_Paulo")) == "2018-11-04T03:00:00Z")
    let toronto = Clocks(
      first: -18_000, changes: [(try Instant("1919-03-31T04:30:00Z"), -14_400)])
    let skip = try #require(ZonedCalendar(zone: "X", of: toronto))
    #expect(try start("1919-03-31", skip) == "1919-03-31T04:30:00Z")
    let line = Clocks(first: -36_000, changes: [(try Instant("2011-12-30T10:00:00Z"), 50_400)])
    let samoa = try #require(ZonedCalendar(zone: "X", of: line))
    #expect(try hours("2011-12-30", samoa) == 0)
    #expect(try [hours("2011-12-29", samoa), hours("2011-12-31", samoa)] == [24, 24])
    let instant = try Instant("2011-12-30T10:00:00Z")
    #expect("\(samoa.period(.day, containing: instant))" == "2011-12-31")
  }

  @Test("a midnight that comes twice is the first of both")
  func twice() throws {
    // At one minute past midnight the clocks go back by an hour.
    let clocks = Clocks(first: -9_000, changes: [(try Instant("2009-11-01T02:31:00Z"), -12_600)])
    let calendar = try #require(ZonedCalendar(zone: "X", of: clocks))
    #expect(try start("2009-11-01", calendar) == "2009-11-01T02:30:00Z")
    #expect(try hours("2009-11-01", calendar) == 25)
    let again = try Instant("2009-11-01T02:45:00Z")
    #expect("\(calendar.period(.day, containing: again))" == "2009-11-01")
  }

  @Test(
    "periods meet, contain their instants, and are found in any order",
    arguments: ["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
  func meeting(_ zone: String) throws {
    let calendar = try calendar(zone)
    for length in CalendarPeriod.Length.allCases {
      var finder = PeriodFinder(length, in: calendar)
      var instants: [Int64] = [Instant.earliest.milliseconds, Instant.latest.milliseconds]
      for step in 0..<600 { instants.append((Int64(step) * 7_919 % 600 - 100) * 97_777_777) }
      for instant in instants {
        let period = finder.period(containing: instant)
        let start = calendar.start(of: period).milliseconds
        let end = calendar.end(of: period).milliseconds
        let isAtTheEdge = abs(instant) > Instant.latest.milliseconds / 8
        #expect(start <= instant || isAtTheEdge)
        #expect(instant < end || isAtTheEdge)
        #expect(finder.begins(at: instant) == (instant == start))
        #expect(calendar.start(of: period.next).milliseconds == end)
      }
    }
  }

  @Test("names of periods, and what is no period")
  func names() throws {
    for text in ["2026-06-30", "0001-01-01", "2026-06", "2026-Q3", "2026", "9999-12-31"] {
      #expect(CalendarPeriod(text)?.description == text)
    }
    for text in ["", "26", "2026-13", "2026-6", "2026-Q5", "2026-Q", "2026-02-30", "0000", "+026"] {
      #expect(CalendarPeriod(text) == nil, "\(text)")
    }
    func week(_ text: String) throws -> String {
      ZonedCalendar.utc.period(.week, containing: try Instant(text)).description
    }
    // Of ISO 8601.
    #expect(try week("2005-01-01") == "2004-W53")
    #expect(try week("2005-12-31") == "2005-W52")
    #expect(try week("2007-01-01") == "2007-W01")
    #expect(try week("2008-12-29") == "2009-W01")
    #expect(try week("2010-01-03") == "2009-W53")
    #expect(try week("1969-12-28") == "1969-W52")
    #expect(try week("1969-12-29") == "1970-W01")
  }

  @Test("instants on the clocks of the zone, and a zone that is unknown")
  func texts() throws {
    let york = try calendar("America/New_York")
    #expect(york.text(of: try Instant("2026-03-01T05:00:00Z")) == "2026-03-01")
    #expect(york.text(of: try Instant("2026-07-01T05:00:00Z")) == "2026-07-01T01:00:00-04:00")
    let instant = try Instant("2026-07-01T05:00:00Z")
    #expect(ZonedCalendar.utc.text(of: instant) == "2026-07-01T05:00:00Z")
    #expect(ZonedCalendar(zone: "Europe/Berlni", of: FoundationCalendar()) == nil)
    #expect(ZonedCalendar(zone: "Europe/Berlin", of: UTCCalendar()) == nil)
  }

  @Test("months of issue are a span")
  func spans() throws {
    let (q1, may) = (CalendarPeriod("2026-Q1"), CalendarPeriod("2026-05"))
    let span = try #require(IssueSpan(first: q1, last: may))
    let months = (1...12).filter { span.contains(2_026 * 12 + $0 - 1) }
    #expect(months == [1, 2, 3, 4, 5])
    #expect("\(span)" == "2026-Q1..2026-05")
    #expect(IssueSpan(first: may, last: q1) == nil)
    #expect(IssueSpan(first: CalendarPeriod("2026-05-01"), last: nil) == nil)
  }
}
