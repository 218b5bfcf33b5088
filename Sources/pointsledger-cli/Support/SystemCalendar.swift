import Glibc
import PointsLedger
import Synchronization

/// The time zones of the system's database, as the C library reads it.
struct SystemCalendar: LedgerCalendar {
  /// The zone that the process is set to. The C library knows one at a time, and nothing else here
  /// asks for local time.
  private static let current = Mutex<String?>(nil)

  /// Where the database is.
  static var folder: String {
    unsafe getenv("TZDIR").map { unsafe String(cString: $0) } ?? "/usr/share/zoneinfo"
  }

  func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int? {
    // It is known without a database.
    if zone == "UTC" { return 0 }
    return Self.current.withLock { current in
      if current != zone {
        // The C library takes a zone that it does not know for UTC.
        guard Self.isKnown(zone) else { return nil }
        guard unsafe setenv("TZ", ":" + zone, 1) == 0 else { return nil }
        tzset()
        current = zone
      }
      let (seconds, rest) = instant.milliseconds.quotientAndRemainder(dividingBy: 1_000)
      var time = time_t(rest < 0 ? seconds - 1 : seconds)
      var parts = unsafe tm()
      guard unsafe localtime_r(&time, &parts) != nil else { return nil }
      return unsafe parts.tm_gmtoff
    }
  }

  private static func isKnown(_ zone: String) -> Bool {
    guard let file = unsafe fopen("\(folder)/\(zone)", "re") else { return false }
    defer { unsafe fclose(file) }
    var magic: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    // A folder can be opened, but not read.
    guard unsafe fread(&magic, 1, 4, file) == 4 else { return false }
    return magic == (0x54, 0x5A, 0x69, 0x66)  // TZif
  }
}
