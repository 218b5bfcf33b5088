/// Finds the periods of instants, and computes the bounds of each period once.
struct PeriodFinder {
  let length: CalendarPeriod.Length
  let calendar: ZonedCalendar
  /// The starts of periods, by their numbers.
  private var starts: [Int: Int64] = [:]
  /// The period that was found last.
  private var last = (number: 0, start: Int64.max, end: Int64.min)
  /// Those in which time begins and ends.
  private let numbers: ClosedRange<Int>

  init(_ length: CalendarPeriod.Length, in calendar: ZonedCalendar) {
    self.length = length
    self.calendar = calendar
    let first = Self.numberInUTC(length, Instant.earliest.milliseconds)
    numbers = first...Self.numberInUTC(length, Instant.latest.milliseconds)
  }

  mutating func period(containing instant: Int64) -> CalendarPeriod {
    CalendarPeriod(length, number: number(containing: instant))
  }

  /// Whether a period begins at an instant.
  mutating func begins(at instant: Int64) -> Bool {
    _ = number(containing: instant)
    return last.start == instant
  }

  mutating func number(containing instant: Int64) -> Int {
    if instant >= last.start, instant < last.end { return last.number }
    let instant = Instant(clamping: instant).milliseconds
    // A zone is less than a day away from UTC.
    var number = Self.numberInUTC(length, instant)
    while number > numbers.lowerBound, instant < start(number) { number -= 1 }
    while number < numbers.upperBound, instant >= start(number + 1) { number += 1 }
    let end = number == numbers.upperBound ? Int64.max : start(number + 1)
    last = (number, start(number), end)
    return number
  }

  private mutating func start(_ number: Int) -> Int64 {
    if let known = starts[number] { return known }
    let start = calendar.start(of: CalendarPeriod(length, number: number)).milliseconds
    starts[number] = start
    return start
  }

  private static func numberInUTC(_ length: CalendarPeriod.Length, _ instant: Int64) -> Int {
    let day = CalendarPeriod.floor(Int(instant), Int(Instant.millisecondsPerDay))
    return CalendarPeriod(length, containingDay: day).number
  }
}
