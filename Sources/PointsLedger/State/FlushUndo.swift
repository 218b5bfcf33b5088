internal import LedgerStorage

/// How a state is flushed in runs.
struct FlushPolicy: Sendable {
  /// A run begins and ends at multiples of so many entries. Of the format: tests alone have others.
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
}

extension FlushPolicy {
  /// How many entries the next run covers: the most that a run which begins at `start` may, since
  /// runs of one length, fours of which are merged, begin at multiples of it.
  func length(from start: UInt64) -> UInt64 {
    var length = interval
    while length < longest, start % (length * 4) == 0, length * 4 <= end - start { length *= 4 }
    return length
  }
}

/// What a run took up, for as long as that may be taken back.
struct FlushUndo: Sendable {
  /// The sequence number after the last entry that it covers.
  let end: UInt64
  let accounts: [UInt64]
  let members: [UInt64]
  let identifiers: [UInt64]
  let names: [HashTable.Pair]
  let references: [HashTable.Pair]
  let reversals: [UInt64]
  let expired: [UInt64]
  let instants: [UInt64]
}
