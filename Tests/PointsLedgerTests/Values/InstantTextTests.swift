import LedgerTestSupport
import PointsLedger
import Testing

@Suite("Instants as text")
struct InstantTextTests {
  @Test("every date agrees with a calendar that counts day by day")
  func calendar() throws {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var milliseconds = Instant.earliest.milliseconds
    for year in 1...9_999 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for month in 1...12 {
        let days = month == 2 && isLeap ? 29 : lengths[month - 1]
        for day in [1, 15, days] {
          let expected = milliseconds + Int64(day - 1) * 86_400_000
          let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
          let instant = try Instant(text)
          if instant.milliseconds != expected || instant.description != text + "T00:00:00Z" {
            Issue.record("\(text) became \(instant)")
            return
          }
        }
        if (try? Instant("\(padded(year, 4))-\(padded(month, 2))-\(days + 1)")) != nil {
          Issue.record("day \(days + 1) of \(year)-\(month) was taken")
          return
        }
        milliseconds += Int64(days) * 86_400_000
      }
    }
    #expect(milliseconds == Instant.latest.milliseconds + 1)
  }

  @Test("any millisecond is read back as it was written")
  func roundTrip() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let milliseconds = Int64.random(
        in: Instant.earliest.milliseconds...Instant.latest.milliseconds, using: &random)
      let instant = try #require(Instant(milliseconds: milliseconds))
      #expect(try Instant(instant.description) == instant, "seed \(seed)")
    }
  }

  @Test(
    "zones, fractions and letters",
    arguments: [
      ("1998-06-30T02:00:00+02:00", "1998-06-30T00:00:00Z"),
      ("1998-06-29t18:30:00-05:30", "1998-06-30T00:00:00Z"),
      ("1998-06-30T00:00:00.5z", "1998-06-30T00:00:00.500Z"),
      ("1998-06-30T00:00:00.050Z", "1998-06-30T00:00:00.050Z"),
      ("1998-06-30T00:00:00.000Z", "1998-06-30T00:00:00Z"),
      ("1998-06-30T00:00:00-00:00", "1998-06-30T00:00:00Z"),
      ("1998-06-30", "1998-06-30T00:00:00Z"),
      ("0001-01-01", "0001-01-01T00:00:00Z"),
      ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
      ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ])
  func spellings(text: String, expected: String) throws {
    #expect(try Instant(text).description == expected)
  }

  @Test(
    "what is no instant says why",
    arguments: [
      ("", InstantTextError.malformed), ("now", .malformed), ("1998-6-30", .malformed),
      ("1998-06-30 00:00:00Z", .malformed), ("1998-06-30T", .malformed),
      ("1998-06-30T00:00Z", .malformed), ("1998-06-30T00:00:00.Z", .malformed),
      ("1998-06-30T00:00:00+02", .malformed), ("1998-06-30T00:00:00Zx", .malformed),
      ("1998-06-30T00:00:00+02:00 ", .malformed), ("199８-06-30", .malformed),
      ("1998-02-29", .noSuchTime), ("1998-13-01", .noSuchTime), ("1900-02-29", .noSuchTime),
      ("1998-06-30T24:00:00Z", .noSuchTime), ("1998-06-30T00:60:00Z", .noSuchTime),
      ("1998-06-30T00:00:00+24:00", .noSuchTime), ("1998-06-30T00:00:61Z", .noSuchTime),
      ("1998-06-30T23:59:60Z", .leapSecond), ("1998-06-30T00:00:00", .zoneMissing),
      ("1998-06-30T00:00:00.123", .zoneMissing),
      ("1998-06-30T00:00:00.1234Z", .finerThanMilliseconds), ("0000-12-31", .outOfRange),
      ("0001-01-01T00:00:00+00:01", .outOfRange), ("9999-12-31T23:59:59-00:01", .outOfRange),
    ])
  func refused(text: String, expected: InstantTextError) {
    #expect(throws: expected) { try Instant(text) }
  }

  private func padded(_ value: Int, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
