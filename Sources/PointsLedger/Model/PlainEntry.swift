/// The entry of a plain post: the fields that are not in the post.
struct PlainEntry: Sendable {
  let sequence: UInt64
  let posted: Int64
  let member: UInt32
  /// The identifier that the post used, if it is not the member's first.
  let identifier: UInt32?
  let effective: Int64
  let previous: UInt64?
  let balanceAfter: Int64
  let allocations: [Allocation]
  /// Set if the entry enrols its member.
  var newMember: Record.NewMember?

  init(
    sequence: UInt64, posted: Int64, member: UInt32, identifier: UInt32?,
    _ effect: Account.PlainEffect
  ) {
    self.sequence = sequence
    self.posted = posted
    self.member = member
    self.identifier = identifier
    effective = effect.effective
    previous = effect.previous
    balanceAfter = effect.balanceAfter
    allocations = effect.allocations
  }

  /// The entry as a `Record`.
  func record(of post: PlainPost, _ texts: EntryTexts) -> Record {
    var record = Record(kind: post.kind, occurred: post.occurred, effective: effective)
    record.sequence = sequence
    record.posted = posted
    record.member = member
    record.unit = post.unit
    record.identifier = identifier
    record.change = post.isCredit ? post.points : -post.points
    record.amount = post.points
    record.asked = post.points
    record.balanceAfter = balanceAfter
    record.previous = previous
    record.expires = post.expires
    record.reference = post.reference
    record.allocations = allocations
    record.texts = texts
    if let newMember {
      record.newMember = newMember
      record.newIdentifier = post.member
    }
    return record
  }
}
