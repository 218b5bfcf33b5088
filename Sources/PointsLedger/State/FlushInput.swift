internal import LedgerStorage

/// What changed in a state since its last run, as it was at one moment: what the next run is made of.
struct FlushInput: Sendable {
  let range: Range<UInt64>
  let summary: LedgerSummary
  let accounts: DirtyValues
  let members: DirtyValues
  let identifiers: DirtyValues
  let names: [HashTable.Pair]
  let references: [HashTable.Pair]
  let reversals: DirtyValues
  let expired: DirtyValues
  let instants: DirtyValues

  func makeRun(of ledgerID: LedgerUUID) throws(StorageError) -> Run {
    var writer = RunWriter(range: range, ledgerID: ledgerID)
    var out = ByteWriter(reserving: 256)
    summary.encode(into: &out)
    try writer.append(TableName.ledger.rawValue, 0, out.span)
    try accounts.append(to: &writer, as: .accounts)
    try members.append(to: &writer, as: .members)
    try identifiers.append(to: &writer, as: .identifiers)
    try names.append(to: &writer, as: .names)
    try references.append(to: &writer, as: .references)
    try reversals.append(to: &writer, as: .reversals)
    try expired.append(to: &writer, as: .expired)
    try instants.append(to: &writer, as: .instants)
    return try Run(try writer.finish(), ledgerID: ledgerID)
  }

  /// What of it can be taken back.
  var flush: FlushUndo {
    FlushUndo(
      end: range.upperBound, accounts: accounts.keys, members: members.keys,
      identifiers: identifiers.keys, names: names, references: references,
      reversals: reversals.keys, expired: expired.keys, instants: instants.keys)
  }
}
