/// The counts of units, members and so on: a number in a run that exceeds its count is rejected.
package struct StateBounds: Sendable {
  var units = 0
  var members = 0
  var identifiers = 0
  var accounts = 0
  var entries: UInt64 = 0
}

extension LedgerState {
  var bounds: StateBounds {
    StateBounds(
      units: units.count, members: members.count, identifiers: identifiers.count,
      accounts: accounts.count, entries: nextSequence)
  }
}
