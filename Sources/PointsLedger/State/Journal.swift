/// What it takes to bring a `LedgerState` back to where the journal was begun.
package struct Journal: Sendable {
  /// A value of a table, nil where there was none, and whether no run had it, when the next entry was
  /// this one.
  package struct Saved<Value: Sendable>: Sendable {
    var value: Value?
    var isChanged: Bool
    var nextSequence: UInt64
  }

  var accounts: [UInt64: Saved<Account>] = [:]
  var members: [UInt64: Saved<Member>] = [:]
  var identifiers: [UInt64: Saved<IdentifierPeriod>] = [:]
  var reversals: [UInt64: Saved<LedgerState.Reversal>] = [:]
  var expired: [UInt64: Saved<Int64>] = [:]
  /// How many references came.
  var referenceCount = 0
  var units: [UnitState]
  var accountTotal: Int
  var memberTotal: Int
  var identifierTotal: Int
  var nextSequence: UInt64
  var closedBefore: Int64
  var lastPosted: Int64
  var latestEffective: Int64
}

extension CachedTable {
  /// What it takes to bring a key back to where it is now.
  func saved(_ key: UInt64, _ nextSequence: UInt64) -> Journal.Saved<Value> {
    Journal.Saved(value: value(key), isChanged: isChanged(key), nextSequence: nextSequence)
  }

  /// Brings keys back to where they were, before the flushes that are taken back.
  mutating func restore(
    _ saved: [UInt64: Journal.Saved<Value>], _ flushes: [(end: UInt64, keys: [UInt64])]
  ) {
    for flush in flushes { markChanged(flush.keys) }
    for (key, old) in saved {
      guard let value = old.value else {
        forget(key)
        continue
      }
      // A run that is no more may have had it when it was saved.
      let wasFlushed = flushes.contains { $0.end <= old.nextSequence && $0.keys.contains(key) }
      set(key, value, isChanged: old.isChanged || wasFlushed)
    }
  }
}
