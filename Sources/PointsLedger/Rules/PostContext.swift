/// One post on its way through the decider: what was asked, the members and entries it is about,
/// and the records written for it. It is large and passed on a dozen times, so it is never copied.
package struct PostContext: ~Copyable, Sendable {
  /// What was asked, with instants for its relative dates.
  package let post: Post
  package let posted: Int64
  /// The first sequence number of its atomic group.
  package let group: UInt64?
  package let occurred: Int64

  package var unit: UInt8?
  package var member: UInt32?
  /// The identifier that the caller used, if it names a member.
  package var identifier: UInt32?
  package var counterparty: UInt32?
  package var counterpartyIdentifier: UInt32?
  /// The entry that the post is about, if known. It is large, and few posts have one.
  package var original: Record? {
    get { originals.first }
    set { originals = newValue.map { [$0] } ?? [] }
  }
  private var originals: [Record] = []
  /// The entries that `post.lots` refer to.
  package var namedLots: [UInt64] = []
  /// The numbers of the existing accounts that the post is about. The clock acts on them first.
  var accounts = AccountNumbers()
  /// The number of the member's own account in the unit, if there is one.
  var account: Int?
  package var effective: Int64
  /// The index of the post's own entry in the decider's records.
  package var mainRecord: Int?

  package init(post: Post, posted: Int64, group: UInt64?) {
    self.post = post
    self.posted = posted
    self.group = group
    occurred = post.occurred?.milliseconds ?? posted
    effective = occurred
  }

  /// Whether the post enrolls the member that it names.
  package var enrolls: Bool { member == nil }

  /// An entry for the post, with the fields that the caller gave.
  package func draft(_ kind: EntryKind) -> Record {
    var record = Record(kind: kind, occurred: occurred, effective: effective)
    if post.occurred == nil { record.flags.insert(.occurredDefaulted) }
    if post.partial == true { record.flags.insert(.partial) }
    if post.freezesCredits == true { record.flags.insert(.freezesCredits) }
    if post.overdraws == true { record.flags.insert(.overdraws) }
    record.member = member
    record.unit = unit
    record.identifier = identifier
    record.asked = post.points?.minorUnits
    record.original = original?.sequence
    record.activates = post.activates?.instant?.milliseconds
    record.expires = post.expires?.instant?.milliseconds
    record.counterparty = counterparty
    record.counterpartyIdentifier = counterpartyIdentifier
    record.reference = post.reference.text
    record.group = group
    record.namedLots = namedLots
    record.terms = post.terms
    record.texts = post.texts
    return record
  }
}
