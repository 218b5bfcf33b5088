internal import Glibc
internal import Synchronization

/// How long ago a page of a run may have been checked for what is read from it to count.
///
/// A page that was right when it was first read may be wrong later: bad memory, or a write to the
/// file by somebody else. To check it again takes less than a microsecond; too long for each look
/// at a filter.
package struct PageAge: BitwiseCopyable, Sendable {
  /// In seconds of a clock that never goes back; a page that was never checked has 0.
  fileprivate let earliest: UInt32

  /// The page is checked now, whatever was before.
  package static let none = PageAge(earliest: .max)
  /// It was checked at some time.
  static let any = PageAge(earliest: 1)
  /// It was checked within the last ten seconds.
  package static var seconds: PageAge { PageAge(earliest: now - most) }

  private static let most: UInt32 = 10
  /// For tests.
  private static let skipped = Atomic<UInt32>(0)

  /// Lets so many seconds pass at once.
  package static func skip(_ seconds: UInt32) { skipped.add(seconds, ordering: .relaxed) }

  /// The present second, `most` or later.
  static var now: UInt32 {
    var time = timespec()
    // The coarse clock costs a few nanoseconds, and may lag by some milliseconds.
    unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    let seconds = UInt32(truncatingIfNeeded: time.tv_sec) &+ skipped.load(ordering: .relaxed)
    return min(seconds, .max / 2) + most + 1
  }

  /// Whether a page that was last checked at that second, 0 for never, is to be checked again.
  @inline(__always) func isOutlived(_ second: UInt32) -> Bool {
    if Canary.isPlanted(.checkedOnce) { return second == 0 }
    return second < earliest
  }
}
