internal import LedgerStorage

/// Compares the state of an opened ledger, most of it from runs, with the state that results from
/// its entries: every account, member and identifier, every name and reference.
struct IndexCheck {
  /// The state of the ledger as opened.
  var opened: LedgerState
  /// The state from all entries, in memory.
  var ruled: LedgerState

  /// The first difference between the index and the entries; nil if there is none.
  ///
  /// - Throws: If a run cannot be read.
  mutating func firstDifference() throws(StorageError) -> String? {
    var comparison = StoredComparison()
    guard opened.nextSequence == ruled.nextSequence,
      comparison.isSame(opened.summary, ruled.summary)
    else { return "how much there is" }
    for (opened, ruled) in zip(opened.tables, ruled.tables) {
      if let key = try difference(opened, ruled) { return "\(subject(of: opened.name)) \(key)" }
    }
    return nil
  }

  private func difference<Table: StateTable>(
    _ opened: Table, _ ruled: any StateTable
  ) throws(StorageError) -> UInt64? {
    guard let ruled = ruled as? Table else { return nil }
    return try opened.firstDifference(from: ruled)
  }

  /// What a key of a table stands for.
  private func subject(of table: TableName) -> String {
    switch table {
    case .ledger: "the summary"
    case .accounts: "account"
    case .members: "member"
    case .identifiers, .names: "identifier"
    case .references: "the reference of entry"
    case .reversals: "the reversals of entry"
    case .expired: "what expired of lot"
    case .instants: "the instants of block"
    }
  }
}

extension LedgerState {
  /// Copies of all tables, for reading.
  fileprivate var tables: [any StateTable] {
    mutating get { visitTables(Copies()).tables }
  }
}

private struct Copies: TableVisitor {
  var tables: [any StateTable] = []

  mutating func visit(_ table: inout some StateTable) { tables.append(table) }
}
