/// Reads instants in RFC 3339. It remembers the last date, since neighbouring rows usually share
/// it.
struct InstantParser {
  private let calendar: ZonedCalendar
  /// The first 8 and the last 2 bytes of the last date read, and its day number.
  private var dateHead: UInt64 = 0
  private var dateTail: UInt16 = 0
  private var dayNumber = 0
  /// The start of that day, if it was asked for.
  private var startOfDay: Instant?

  /// - Parameter calendar: That of dates without a time.
  init(in calendar: ZonedCalendar = .utc) { self.calendar = calendar }

  /// Reads `2024-05-31T12:00:00.250+02:00`, `2024-05-31t10:00:00z`, or `2024-05-31`, which stands
  /// for the start of that day.
  mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(InstantTextError) -> Instant {
    guard bytes.count >= 10 else { throw .malformed }
    let day = try unsafe parseDate(bytes)
    if bytes.count == 10, !calendar.isUTC { return start(ofDay: day) }
    // The years 1 to 9999 in milliseconds, plus or minus a day or so, fit easily in 64 bits.
    var milliseconds = Int64(day) &* Instant.millisecondsPerDay
    if bytes.count > 10 { milliseconds &+= try unsafe Self.parseTime(bytes) }
    guard let instant = Instant(milliseconds: milliseconds) else { throw .outOfRange }
    return instant
  }

  /// - Parameter day: That of the last date read.
  private mutating func start(ofDay day: Int) -> Instant {
    let start = startOfDay ?? calendar.start(of: CalendarPeriod(.day, number: day))
    startOfDay = start
    return start
  }

  private mutating func parseDate(_ bytes: UnsafeRawBufferPointer) throws(InstantTextError) -> Int {
    let head = unsafe bytes.loadUnaligned(as: UInt64.self)
    let tail = unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    if head == dateHead, tail == dateTail { return dayNumber }
    guard unsafe bytes[4] == UInt8(ascii: "-"), unsafe bytes[7] == UInt8(ascii: "-"),
      let century = unsafe twoDigits(bytes, 0), let yearOfCentury = unsafe twoDigits(bytes, 2),
      let month = unsafe twoDigits(bytes, 5), let day = unsafe twoDigits(bytes, 8)
    else { throw .malformed }
    let year = century &* 100 &+ yearOfCentury
    guard
      let number = CivilDate.dayNumber(year: year, month: month, day: day)
    else {
      if year == 0 { throw .outOfRange } else { throw .noSuchTime }
    }
    dateHead = head
    dateTail = tail
    dayNumber = number
    startOfDay = nil
    return number
  }

  /// Reads the part after the date, from the `T` on. Returns milliseconds from the start of the day
  /// in UTC.
  private static func parseTime(_ bytes: UnsafeRawBufferPointer) throws(InstantTextError) -> Int64 {
    let separator = unsafe bytes[10] | 0x20
    guard separator == UInt8(ascii: "t"), bytes.count >= 19,
      unsafe bytes[13] == UInt8(ascii: ":"), unsafe bytes[16] == UInt8(ascii: ":"),
      let hour = unsafe twoDigits(bytes, 11), let minute = unsafe twoDigits(bytes, 14),
      let second = unsafe twoDigits(bytes, 17)
    else { throw .malformed }
    if second == 60, hour <= 23, minute <= 59 { throw .leapSecond }
    guard hour <= 23, minute <= 59, second <= 59 else { throw .noSuchTime }
    var milliseconds = Int64((hour &* 60 &+ minute) &* 60 &+ second) &* 1_000
    var next = 19
    if next < bytes.count, unsafe bytes[next] == UInt8(ascii: ".") {
      next &+= 1
      var weight: Int64 = 100
      let first = next
      while next < bytes.count, let digit = unsafe digit(bytes[next]) {
        guard weight > 0 else { throw .finerThanMilliseconds }
        milliseconds &+= Int64(digit) &* weight
        weight /= 10
        next &+= 1
      }
      guard next > first else { throw .malformed }
    }
    return milliseconds &- (try unsafe parseZone(bytes, at: next))
  }

  /// Reads the offset from UTC, in milliseconds.
  private static func parseZone(
    _ bytes: UnsafeRawBufferPointer, at start: Int
  ) throws(InstantTextError) -> Int64 {
    guard start < bytes.count else { throw .zoneMissing }
    let sign = unsafe bytes[start]
    if sign | 0x20 == UInt8(ascii: "z") {
      guard start &+ 1 == bytes.count else { throw .malformed }
      return 0
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), start &+ 6 == bytes.count,
      unsafe bytes[start &+ 3] == UInt8(ascii: ":"),
      let hours = unsafe twoDigits(bytes, start &+ 1),
      let minutes = unsafe twoDigits(bytes, start &+ 4)
    else { throw .malformed }
    guard hours <= 23, minutes <= 59 else { throw .noSuchTime }
    let offset = Int64(hours &* 60 &+ minutes) &* 60_000
    return sign == UInt8(ascii: "-") ? 0 &- offset : offset
  }
}

private func digit(_ byte: UInt8) -> Int? {
  let value = byte &- UInt8(ascii: "0")
  return value <= 9 ? Int(value) : nil
}

private func twoDigits(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int? {
  guard let tens = unsafe digit(bytes[index]), let ones = unsafe digit(bytes[index &+ 1])
  else { return nil }
  return tens &* 10 &+ ones
}
