internal import LedgerStorage

/// The changes of a state since its last run, as of one moment: the content of the next run.
struct FlushInput: Sendable {
  let range: Range<UInt64>
  let summary: LedgerSummary
  /// By ascending table numbers.
  let tables: [(name: TableName, changes: any TableChanges)]

  func makeRun(of ledgerID: LedgerUUID) throws(StorageError) -> Run {
    var writer = RunWriter(range: range, ledgerID: ledgerID)
    var out = ByteWriter(reserving: 256)
    summary.encode(into: &out)
    try writer.append(TableName.ledger.rawValue, 0, out.span)
    for table in tables { try table.changes.append(to: &writer, as: table.name) }
    return try Run(try writer.finish(), ledgerID: ledgerID)
  }
}
