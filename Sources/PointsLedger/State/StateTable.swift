internal import LedgerStorage

/// A table of the state, as whatever is done to all of them sees it: values that were touched lately
/// in memory, the others in runs.
protocol StateTable: Sendable {
  associatedtype Changes: TableChanges

  var name: TableName { get }
  /// The runs that hold what is not in memory.
  var runs: RunSet { get set }

  /// What changed since the last flush. A run is to have it: `markFlushed` must follow, or `keepAll`
  /// where that fails, and until then nothing may be evicted.
  mutating func takeChanges() -> Changes

  /// Notes that a run has what was taken last.
  mutating func markFlushed()

  /// Keeps from eviction what is in memory now: no run has it.
  mutating func keepAll()

  /// Makes room if there are more than `most` values in memory that runs have.
  mutating func evict(keeping most: Int)

  /// From here on, `rollBack` can bring the table back to this state. Journals nest; nothing is flushed
  /// while one is open.
  mutating func beginJournal()

  /// Keeps what happened since the last `beginJournal`.
  mutating func commitJournal()

  /// Undoes all that happened since the last `beginJournal`.
  mutating func rollBack()

  /// A key of which this table, most of it in runs, says something else than one in memory; nil if
  /// there is none.
  func firstDifference(from ruled: Self) throws(StorageError) -> UInt64?
}

/// What the next run is to have of a table.
protocol TableChanges: Sendable {
  func append(to writer: inout RunWriter, as table: TableName) throws(StorageError)
}

/// Something that is done to each table of a state.
protocol TableVisitor {
  mutating func visit(_ table: inout some StateTable)
}

extension LedgerState {
  /// Visits all tables where they lie, by ascending numbers: the one list of them.
  @inline(__always) @discardableResult
  mutating func visitTables<Visitor: TableVisitor>(_ visitor: Visitor) -> Visitor {
    var visitor = visitor
    visitor.visit(&accounts)
    visitor.visit(&members)
    visitor.visit(&identifiers)
    visitor.visit(&names)
    visitor.visit(&references)
    visitor.visit(&reversals)
    visitor.visit(&expired)
    visitor.visit(&instants)
    return visitor
  }
}
