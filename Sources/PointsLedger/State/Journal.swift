/// The parts of a `LedgerState` that are in no table, as they were when a journal began.
struct Journal: Sendable {
  let units: [UnitState]
  let nextSequence: UInt64
  let closedBefore: Int64
  let lastPosted: Int64
  let latestEffective: Int64
  let acceptedClock: Int64?
  let operatorEntries: [UInt64]
}
