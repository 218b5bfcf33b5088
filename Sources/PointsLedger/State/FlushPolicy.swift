internal import LedgerStorage

/// When a state is flushed to runs, and how much of it stays in memory.
struct FlushPolicy: Sendable {
  /// Runs end at multiples of this many entries, except those made when a ledger was closed. The
  /// format fixes this number; only tests use others.
  static let formatInterval: UInt64 = 1_024

  let ledgerID: LedgerUUID
  var interval = Self.formatInterval
  /// No new run covers more entries than this: `interval` times a power of four.
  var longest: UInt64
  /// Whether runs are written on a thread of their own.
  var isApart = false
  /// About how many accounts, and how many members and identifiers each, may stay in memory.
  var cacheCapacity: Int

  /// The number of entries that the next run covers: the largest allowed for a run that begins at
  /// `start`, since a run of `interval` times a power of four begins at a multiple of its length.
  /// After a run that was made when the ledger was closed, the next one ends with the interval.
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
