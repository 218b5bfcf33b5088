/// One post on its way through the decider: what was asked, whom and what it is about, and what was
/// written for it. It is large, and handed on a dozen times: never copied.
package struct PostContext: ~Copyable, Sendable {
  package let post: Post
  package let posted: Int64
  /// The first sequence number of its atomic group.
  package let group: UInt64?
  package let occurred: Int64

  package var unit: UInt8?
  package var member: UInt32?
  /// The identifier that the caller used, where it names somebody.
  package var identifier: UInt32?
  package var counterparty: UInt32?
  package var counterpartyIdentifier: UInt32?
  /// The entry that the post is about, where it is known: few posts are about one, and it is large.
  package var original: Record? {
    get { originals.first }
    set { originals = newValue.map { [$0] } ?? [] }
  }
  private var originals: [Record] = []
  /// The entries that `post.lots` refer to.
  package var namedLots: [UInt64] = []
  /// The numbers of the accounts that it is about and that exist: the clock comes first on them.
  var accounts = AccountNumbers()
  /// The number of the member's own account in the unit, if there is one.
  var account: Int?
  package var effective: Int64
  /// Where the post's own entry went in the decider's records.
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

  /// An entry for the post, with what the caller gave.
  package func draft(_ kind: EntryKind) -> Record {
    var record = Record(kind: kind, occurred: occurred, effective: effective)
    if post.occurred == nil { record.flags.insert(.occurredDefaulted) }
    if post.partial == true { record.flags.insert(.partial) }
    if post.freezesCredits == true { record.flags.insert(.freezesCredits) }
    record.member = member
    record.unit = unit
    record.identifier = identifier
    record.asked = post.points?.minorUnits
    record.original = original?.sequence
    record.activates = post.activates?.milliseconds
    record.expires = post.expires?.milliseconds
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
