internal import Glibc

/// The source of the time that a ledger stamps entries with.
public protocol LedgerClock: Sendable {
  /// The current time.
  func now() -> Instant
}

/// The system's clock. clock_gettime(CLOCK_REALTIME).
public struct SystemClock: LedgerClock {
  public init() {}

  public func now() -> Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(clamping: Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec) / 1_000_000)
  }
}
