internal import Glibc
internal import Synchronization

/// How old the last check of a page of a run may be for its content to be trusted.
///
/// A page that was right when it was first read may be wrong afterwards, because of bad memory or a
/// write to the file by another program. Checking it again takes less than a microsecond, which is
/// too long for each look at a filter.
package struct PageAge: BitwiseCopyable, Sendable {
  /// In seconds of a monotonic clock; 0 is the time of a page that was never checked.
  fileprivate let earliest: UInt32

  /// The page is checked now, whenever it was checked before.
  package static let none = PageAge(earliest: .max)
  /// The page was checked at some time.
  static let any = PageAge(earliest: 1)
  /// The page was checked within the last ten seconds.
  package static var seconds: PageAge { PageAge(earliest: now - most) }

  private static let most: UInt32 = 10
  /// For tests.
  private static let skipped = Atomic<UInt32>(0)

  /// Advances the clock by some seconds at once.
  package static func skip(_ seconds: UInt32) { skipped.add(seconds, ordering: .relaxed) }

  /// The current second, above `most`.
  static var now: UInt32 {
    var time = timespec()
    // The coarse clock costs a few nanoseconds, and may lag by some milliseconds.
    unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    let seconds = UInt32(truncatingIfNeeded: time.tv_sec) &+ skipped.load(ordering: .relaxed)
    return min(seconds, .max / 2) + most + 1
  }

  /// Whether a page that was last checked at that second (0 for never) must be checked again.
  @inline(__always) func isOutlived(_ second: UInt32) -> Bool {
    if Canary.isPlanted(.checkedOnce) { return second == 0 }
    return second < earliest
  }
}
