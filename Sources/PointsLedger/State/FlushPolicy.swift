internal import LedgerStorage

/// How a state is flushed in runs.
struct FlushPolicy: Sendable {
  /// Runs end at multiples of this many entries, but for those that were made when a ledger was closed.
  /// Of the format: tests alone have others.
  static let formatInterval: UInt64 = 1_024

  let ledgerID: LedgerUUID
  var interval = Self.formatInterval
  /// No run covers more entries than this when it is made: `interval` times a power of four.
  var longest: UInt64
  /// Whether runs are made on threads of their own.
  var isApart = false
  /// How many accounts may stay in memory, about, and as many members and identifiers.
  var cacheCapacity: Int

  /// How many entries the next run covers: the most that a run which begins at `start` may, since a
  /// run of `interval` times a power of four begins at a multiple of its length. Behind a run that was
  /// made when the ledger was closed it ends with the interval.
  func length(from start: UInt64) -> UInt64 {
    if start % interval != 0 { return interval - start % interval }
    var length = interval
    while length < longest, start % (length * 4) == 0 { length *= 4 }
    return length
  }

  /// Whether an interval ends between two sequence numbers, the second one included.
  func endsInterval(after start: UInt64, upTo end: UInt64) -> Bool {
    start / interval != end / interval
  }
}
