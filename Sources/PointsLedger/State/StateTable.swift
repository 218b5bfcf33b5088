internal import LedgerStorage

/// A table of the state, as operations on all tables see it: recently touched values in memory, the
/// others in runs.
protocol StateTable: Sendable {
  associatedtype Changes: TableChanges

  var name: TableName { get }
  /// The runs that hold everything that is not in memory.
  var runs: RunSet { get set }

  /// The changes since the last flush, for a run. `markFlushed` must follow, or `keepAll` if the
  /// run fails; until then nothing may be evicted.
  mutating func takeChanges() -> Changes

  /// Notes that a run has the changes that were taken last.
  mutating func markFlushed()

  /// Protects everything that is in memory now from eviction, since no run has it.
  mutating func keepAll()

  /// Makes room if more than `most` values that runs have are in memory.
  mutating func evict(keeping most: Int)

  /// Begins a journal: `rollBack` can return the table to this state. Journals nest. Nothing is
  /// flushed while one is open.
  mutating func beginJournal()

  /// Keeps the changes since the last `beginJournal`.
  mutating func commitJournal()

  /// Undoes all changes since the last `beginJournal`.
  mutating func rollBack()

  /// A key for which this table, most of it in runs, differs from `ruled`, which is in memory; nil
  /// if there is none.
  func firstDifference(from ruled: Self) throws(StorageError) -> UInt64?
}

/// The changes of a table that go into the next run.
protocol TableChanges: Sendable {
  func append(to writer: inout RunWriter, as table: TableName) throws(StorageError)
}

/// An operation on each table of a state.
protocol TableVisitor {
  mutating func visit(_ table: inout some StateTable)
}

extension LedgerState {
  /// Visits all tables in place, by ascending numbers. This is the only list of them.
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
