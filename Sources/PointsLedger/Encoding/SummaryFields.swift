/// The fields of an entry that the summary of a segment uses.
struct SummaryFields {
  let kind: EntryKind
  var member: UInt32?
  var unit: UInt8?
  var effective: Int64
  var change: Int64 = 0
  var isNewMember = false
  var isNewIdentifier = false

  init(kind: EntryKind, effective: Int64) {
    self.kind = kind
    self.effective = effective
  }

  init(_ record: Record) {
    self.init(kind: record.kind, effective: record.effective)
    member = record.member
    unit = record.unit
    change = record.change
    isNewMember = record.newMember != nil
    isNewIdentifier = record.newIdentifier != nil
  }
}
