/// The refusal of a plain redemption for lack of points.
struct PlainRefusal: Sendable {
  let sequence: UInt64
  let posted: Int64
  let member: UInt32
  /// The identifier that the post used, if it is not the member's first.
  let identifier: UInt32?
  let effective: Int64
  let previous: UInt64?
  /// The points on the account, and those of them that could be redeemed.
  let balanceAfter: Int64
  let available: Int64

  var code: RefusalCode { .insufficientPoints(available: Points(minorUnits: available)) }

  /// The entry as a `Record`.
  func record(of post: PlainPost, _ texts: EntryTexts) -> Record {
    var record = Record(kind: .refusal, occurred: post.occurred, effective: effective)
    record.sequence = sequence
    record.posted = posted
    record.member = member
    record.unit = post.unit
    record.identifier = identifier
    record.asked = post.points
    record.balanceAfter = balanceAfter
    record.previous = previous
    record.reference = post.reference
    record.refusal = Record.RecordedRefusal(kind: post.kind, code: code)
    record.texts = texts
    return record
  }
}
