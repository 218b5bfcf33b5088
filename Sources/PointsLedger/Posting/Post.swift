/// A caller's request to write one entry.
///
/// ```swift
/// let answer = try ledger.post(.redeem(50, from: card, reference: reference))
/// ```
/// A post is `malformed` if it has a field that its kind does not allow, or lacks one that its kind
/// needs.
public struct Post: Sendable {
  public var kind: EntryKind
  public var reference: Reference
  /// The member; nil for `unit` and `close-period` only.
  public var member: MemberIdentifier?
  /// Above 0; `adjust` allows either sign. Nil for kinds without points, and for a `capture` or
  /// `reverse` of all remaining points.
  public var points: Points?
  /// The event time; nil: now, by the ledger's clock.
  public var occurred: Instant?
  /// The unit; nil: that of `original` or, in a post without one, the ledger's first unit.
  public var unit: UnitCode?
  /// The dates that are instants, as in nearly all posts.
  private var activatesAt: Instant?
  private var expiresAt: Instant?
  public var texts: EntryTexts = .none
  private var rare = Boxed<Rare>()

  /// Fields that few posts have.
  private struct Rare: Defaulted {
    var activates: RelativeDate?
    var expires: RelativeDate?
    var original: Reference?
    var counterparty: MemberIdentifier?
    var lots: [Reference] = []
    var partial: Bool?
    var terms: UnitTerms?
    var freezesCredits: Bool?
    var overdraws: Bool?
  }

  /// The date from which a credit can be spent; nil: at once.
  public var activates: PostDate? {
    get { date(activatesAt, rare.look { $0.activates } ?? nil) }
    set {
      activatesAt = newValue?.instant
      if hasRare || newValue?.rule != nil { rare.values.activates = newValue?.rule }
    }
  }

  /// The expiry of a credit, also the new one in an `extend` (nil: never), or the deadline of a
  /// hold.
  public var expires: PostDate? {
    get { date(expiresAt, rare.look { $0.expires } ?? nil) }
    set {
      expiresAt = newValue?.instant
      if hasRare || newValue?.rule != nil { rare.values.expires = newValue?.rule }
    }
  }

  private func date(_ instant: Instant?, _ rule: RelativeDate?) -> PostDate? {
    rule.map { .relative($0) } ?? instant.map { .at($0) }
  }

  /// Whether `activates` or `expires` is a rule.
  var hasRelativeDates: Bool {
    rare.look { $0.activates != nil || $0.expires != nil } ?? false
  }

  /// The entry that a `capture`, `release`, `reverse` or `extend` refers to.
  public var original: Reference? {
    get { rare.look { $0.original } ?? nil }
    set { if hasRare || newValue != nil { rare.values.original = newValue } }
  }

  /// The other member (`transfer`, `merge`) or identifier (`link`, `unlink`).
  public var counterparty: MemberIdentifier? {
    get { rare.look { $0.counterparty } ?? nil }
    set { if hasRare || newValue != nil { rare.values.counterparty = newValue } }
  }

  /// The credits to take from; empty: the usual order.
  public var lots: [Reference] {
    get { rare.look { $0.lots } ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.values.lots = newValue } }
  }

  /// Whether a `redeem` may take less than requested, or a `capture` leaves the rest held; nil: no.
  public var partial: Bool? {
    get { rare.look { $0.partial } ?? nil }
    set { if hasRare || newValue != nil { rare.values.partial = newValue } }
  }

  /// For `unit`: the unit's policy.
  public var terms: UnitTerms? {
    get { rare.look { $0.terms } ?? nil }
    set { if hasRare || newValue != nil { rare.values.terms = newValue } }
  }

  /// For `freeze`: whether credits stop too; nil: they go on.
  public var freezesCredits: Bool? {
    get { rare.look { $0.freezesCredits } ?? nil }
    set { if hasRare || newValue != nil { rare.values.freezesCredits = newValue } }
  }

  /// For an `adjust` below 0: whether what is short becomes arrears; nil: it is refused.
  public var overdraws: Bool? {
    get { rare.look { $0.overdraws } ?? nil }
    set { if hasRare || newValue != nil { rare.values.overdraws = newValue } }
  }

  /// Whether any of the fields that few posts have was ever set.
  @inline(__always) var hasRare: Bool { !rare.isEmpty }

  /// The maximum number of lots that a post may name.
  public static let maximumLots = 1_024
  /// The maximum number of posts in an atomic group.
  public static let maximumGroup = 1_024

  /// Makes a post with a kind and a reference only. `Post.earn(...)` and the like are the usual
  /// way.
  public init(kind: EntryKind, reference: Reference) {
    self.kind = kind
    self.reference = reference
  }
}
