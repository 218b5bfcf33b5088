/// The entry that the engine writes when a plain lot expires on an account with only plain lots.
struct PlainExpiry: Sendable {
  let sequence: UInt64
  let posted: Int64
  let member: UInt32
  let unit: UInt8
  /// The lot before it expired.
  let lot: PlainLot
  let effective: Int64
  let previous: UInt64?
  let balanceAfter: Int64

  /// The entry as a `Record`.
  var record: Record {
    var record = Record(expiryOf: Lot(lot), at: effective)
    record.sequence = sequence
    record.posted = posted
    record.member = member
    record.unit = unit
    record.previous = previous
    record.balanceAfter = balanceAfter
    return record
  }
}
