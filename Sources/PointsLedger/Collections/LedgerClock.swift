internal import Glibc

/// Where a ledger takes the time from that it stamps entries with.
public protocol LedgerClock: Sendable {
  /// Now.
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
