/// What it takes to bring a `LedgerState` back to where the journal was begun.
package struct Journal: Sendable {
  package var accounts: [Int: Account] = [:]
  package var members: [Int: Member] = [:]
  package var reversals: [UInt64: LedgerState.Reversal?] = [:]
  package var expired: [LotID: Int64?] = [:]
  package var endedIdentifiers: [Int] = []
  package var references: [(hash: UInt64, sequence: UInt64)] = []
  package var units: [UnitState]
  package var accountCount: Int
  package var memberCount: Int
  package var identifierCount: Int
  package var nextSequence: UInt64
  package var closedBefore: Int64
  package var lastPosted: Int64
  package var latestEffective: Int64
}
