/// What the engine writes when a plain lot expires, of an account that has only such.
struct PlainExpiry: Sendable {
  let sequence: UInt64
  let posted: Int64
  let member: UInt32
  let unit: UInt8
  /// As it was.
  let lot: PlainLot
  let effective: Int64
  let previous: UInt64?
  let balanceAfter: Int64

  /// The entry as any other.
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
