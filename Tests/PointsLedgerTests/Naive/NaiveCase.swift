import PointsLedger

/// A post that is well-formed and new, to be decided.
struct NaiveCase {
  var post: Post
  /// When it happened; now by default.
  var occurred: Instant

  init(_ post: Post, posted: Instant) {
    occurred = post.occurred ?? posted
    self.post = post.naivelyDated(from: occurred) ?? post
  }

  var activates: Instant? { post.activates?.instant }
  var expires: Instant? { post.expires?.instant }

  /// An entry for it, still without effects.
  func entry(effective: Instant, account: Int? = nil) -> NaiveEntry {
    NaiveEntry(
      sequence: 0, kind: post.kind, post: post, occurred: occurred, effective: effective,
      account: account)
  }
}

extension NaiveState {
  /// Decides and writes; returns the sequence number of the entry. A refusal changes nothing.
  mutating func decide(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    if namesDropped(asked) { throw NaiveRefusal(.compactedReference) }
    return switch asked.post.kind {
    case .unit: try defineUnit(asked)
    case .closePeriod: try closePeriod(asked)
    case .enroll: try enroll(asked)
    case .link: try link(asked)
    case .unlink: try unlink(asked)
    case .freeze, .unfreeze: try freeze(asked)
    case .merge: try merge(asked)
    case .opening, .earn: try credit(asked)
    case .adjust: if (asked.post.points ?? 0) > 0 { try credit(asked) } else { try debit(asked) }
    case .redeem, .hold: try debit(asked)
    case .capture: try capture(asked)
    case .release: try release(asked)
    case .transfer: try transfer(asked)
    case .reverse: try reverse(asked)
    case .extend: try extend(asked)
    case .expire, .refusal, .counter, .erase, .clock, .compact:
      throw NaiveRefusal(.malformed(.kindNotPostable(asked.post.kind)))
    }
  }

  // MARK: The steps that many kinds share, in the order of decisions

  func unit(of asked: NaiveCase) throws(NaiveRefusal) -> Int {
    guard let unit = unit(for: asked.post) else {
      throw NaiveRefusal(.unknownUnit)
    }
    return unit
  }

  func member(of asked: NaiveCase) throws(NaiveRefusal) -> Int {
    guard let identifier = asked.post.member, let member = member(identifier) else {
      throw NaiveRefusal(.unknownMember)
    }
    return member
  }

  /// The other member, which must be known and different.
  func counterparty(of asked: NaiveCase, member: Int) throws(NaiveRefusal) -> Int {
    guard let identifier = asked.post.counterparty, let other = self.member(identifier) else {
      throw NaiveRefusal(.unknownMember)
    }
    guard other != member else {
      throw NaiveRefusal(.sameMember)
    }
    return other
  }

  /// The account after the clock's work up to `effective`; an empty one if there is none.
  func account(_ index: Int?, member: Int, unit: Int, at effective: Instant) -> NaiveAccount {
    guard let index else { return NaiveAccount(member: member, unit: unit) }
    return accounts[index].advanced(to: effective)
  }

  /// Whether the account can be credited with `points` in `lots` more lots.
  func hasRange(_ account: NaiveAccount, for points: Int64, lots: Int) -> Bool {
    let (_, overflow) = account.credited.addingReportingOverflow(points)
    return !overflow && account.lots.count { $0.remaining > 0 } + lots <= 32_768
  }
}
