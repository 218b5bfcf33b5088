/// A post of the most usual sort: a credit or debit of one member, without any rare field.
///
/// It refers to no memory of its own, so an import can make, move and drop many of them at no cost.
package struct PlainPost: Sendable {
  /// `opening`, `earn`, `redeem`, or an `adjust` above 0.
  let kind: EntryKind
  /// The number of its unit.
  let unit: UInt8
  /// Whether the post names the unit. A post without one is for the first unit, but repeats an
  /// earlier post in any.
  let namesUnit: Bool
  let occurred: Int64
  /// Above 0.
  let points: Int64
  /// Only for credits; nil for no expiry.
  let expires: Int64?
  let member: InlineText
  let reference: InlineText
  /// Hashes of the texts, under the ledger's key.
  let memberHash: UInt64
  let referenceHash: UInt64

  var isCredit: Bool { kind != .redeem }

  /// Nil for a post of another sort, or a malformed one.
  ///
  /// - Parameter hashKey: The ledger's hash key.
  @inline(__always)
  init?(
    _ kind: EntryKind, unit: UInt8, namesUnit: Bool, occurred: Int64, points: Int64,
    expires: Int64?, member: InlineText, reference: InlineText, hashKey: UInt64
  ) {
    switch kind {
    case .opening, .earn, .adjust: break
    case .redeem: if expires != nil { return nil }
    default: return nil
    }
    guard points > 0, points <= Points.maximumPerPost.minorUnits, (expires ?? .max) > occurred
    else {
      return nil
    }
    self.kind = kind
    self.unit = unit
    self.namesUnit = namesUnit
    self.occurred = occurred
    self.points = points
    self.expires = expires
    self.member = member
    self.reference = reference
    memberHash = member.hash64(key: hashKey)
    referenceHash = reference.hash64(key: hashKey)
  }

  /// The same for a `Post`, without its texts.
  init?(_ post: Post, unit: UInt8, hashKey: UInt64) {
    guard !post.hasRare, post.activates == nil, let occurred = post.occurred,
      let member = post.member,
      let points = post.points
    else { return nil }
    self.init(
      post.kind, unit: unit, namesUnit: post.unit != nil, occurred: occurred.milliseconds,
      points: points.minorUnits, expires: post.expires?.instant?.milliseconds, member: member.text,
      reference: post.reference.text, hashKey: hashKey)
  }
}

extension Post {
  /// - Parameter unit: The code of the unit, if the post names one.
  init(_ plain: PlainPost, unit: UnitCode?, texts: EntryTexts) {
    self.init(kind: plain.kind, reference: Reference(plain.reference))
    member = MemberIdentifier(plain.member)
    points = Points(minorUnits: plain.points)
    occurred = Instant(clamping: plain.occurred)
    self.unit = unit
    expires = plain.expires.map { .at(Instant(clamping: $0)) }
    self.texts = texts
  }
}
