/// What lies in no table of a `LedgerState`, as it was when a journal was begun.
struct Journal: Sendable {
  let units: [UnitState]
  let nextSequence: UInt64
  let closedBefore: Int64
  let lastPosted: Int64
  let latestEffective: Int64
}
