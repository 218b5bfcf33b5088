internal import LedgerStorage

/// How a state is flushed in runs.
struct FlushPolicy: Sendable {
  /// A run ends at a multiple of this many entries. Of the format: tests alone have others.
  static let formatInterval: UInt64 = 1_024

  let ledgerID: LedgerUUID
  var interval = Self.formatInterval
  /// No run covers more entries than this when it is made: `interval` times a power of four.
  var longest: UInt64
  /// No entry comes after so many.
  var end = UInt64.max
  /// Whether runs are made on threads of their own.
  var isApart = false
  /// How many accounts may stay in memory, about, and as many members and identifiers.
  var cacheCapacity: Int

  /// How many entries the next run covers: the most that a run which begins at `start` may, since
  /// runs of one length, fours of which are merged, begin at multiples of it.
  func length(from start: UInt64) -> UInt64 {
    var length = interval
    while length < longest, start % (length * 4) == 0, length * 4 <= end - start { length *= 4 }
    return length
  }

  /// Whether an interval ends between two sequence numbers, the second one included.
  func endsInterval(after start: UInt64, upTo end: UInt64) -> Bool {
    start / interval != end / interval
  }
}
