/// What of an entry the keys and the summary of a segment are made of.
struct IndexedFields {
  let sequence: UInt64
  let kind: EntryKind
  var member: UInt32?
  var unit: UInt8?
  var effective: Int64
  var change: Int64 = 0
  var previous: UInt64?
  /// Of the texts, with the ledger's key.
  var referenceHash: UInt64?
  var newIdentifierHash: UInt64?
  var isNewMember = false

  init(sequence: UInt64, kind: EntryKind, effective: Int64) {
    self.sequence = sequence
    self.kind = kind
    self.effective = effective
  }

  /// - Parameter hashKey: The ledger's, `SegmentKeys.hashKey`.
  init(_ record: Record, hashKey: UInt64) {
    self.init(sequence: record.sequence, kind: record.kind, effective: record.effective)
    member = record.member
    unit = record.unit
    change = record.change
    previous = record.previous
    referenceHash = record.reference?.hash64(key: hashKey)
    newIdentifierHash = record.newIdentifier?.hash64(key: hashKey)
    isNewMember = record.newMember != nil
  }
}
