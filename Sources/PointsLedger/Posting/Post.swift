/// What a caller asks the ledger to write: one entry.
///
/// ```swift
/// let answer = try ledger.post(.redeem(50, from: card, reference: reference))
/// ```
/// A field that its kind does not take is `malformed`; so is a missing one that it needs.
public struct Post: Sendable {
  public var kind: EntryKind
  public var reference: Reference
  /// Nil for `unit` and `close-period` only.
  public var member: MemberIdentifier?
  /// Positive; `adjust` takes either sign; nil for kinds without points, and for `capture` and
  /// `reverse`, which then take all that is left.
  public var points: Points?
  /// When it happened; nil: now, by the ledger's clock.
  public var occurred: Instant?
  /// Nil: the ledger's first unit.
  public var unit: UnitCode?
  /// The dates that are instants, as in nearly all posts.
  private var activatesAt: Instant?
  private var expiresAt: Instant?
  public var texts: EntryTexts = .none
  private var rare = Boxed<Rare>()

  /// What few posts have.
  private struct Rare: Defaulted {
    var activates: RelativeDate?
    var expires: RelativeDate?
    var original: Reference?
    var counterparty: MemberIdentifier?
    var lots: [Reference] = []
    var partial: Bool?
    var terms: UnitTerms?
    var freezesCredits: Bool?
  }

  /// From when a credit can be spent; nil: at once.
  public var activates: PostDate? {
    get { date(activatesAt, rare.look { $0.activates } ?? nil) }
    set {
      activatesAt = newValue?.instant
      if hasRare || newValue?.rule != nil { rare.values.activates = newValue?.rule }
    }
  }

  /// When a credit ends (nil: never), or a hold's deadline.
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

  /// The entry that a `capture`, `release`, `reverse` or `extend` is about.
  public var original: Reference? {
    get { rare.look { $0.original } ?? nil }
    set { if hasRare || newValue != nil { rare.values.original = newValue } }
  }

  /// The other member (`transfer`, `merge`) or identifier (`link`, `unlink`).
  public var counterparty: MemberIdentifier? {
    get { rare.look { $0.counterparty } ?? nil }
    set { if hasRare || newValue != nil { rare.values.counterparty = newValue } }
  }

  /// Credits to be taken from, instead of the usual order; empty: the usual order.
  public var lots: [Reference] {
    get { rare.look { $0.lots } ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.values.lots = newValue } }
  }

  /// Whether a redemption may take less than asked; nil: no.
  public var partial: Bool? {
    get { rare.look { $0.partial } ?? nil }
    set { if hasRare || newValue != nil { rare.values.partial = newValue } }
  }

  /// For `unit`: its policy.
  public var terms: UnitTerms? {
    get { rare.look { $0.terms } ?? nil }
    set { if hasRare || newValue != nil { rare.values.terms = newValue } }
  }

  /// For `freeze`: no credits either; nil: credits go on.
  public var freezesCredits: Bool? {
    get { rare.look { $0.freezesCredits } ?? nil }
    set { if hasRare || newValue != nil { rare.values.freezesCredits = newValue } }
  }

  /// Whether anything but what most posts have was ever given.
  @inline(__always) var hasRare: Bool { !rare.isEmpty }

  /// The most lots that a post may name.
  public static let maximumLots = 1_024
  /// The most posts of an atomic group.
  public static let maximumGroup = 1_024

  /// A post without anything else: `Post.earn(...)` and its like are the usual way.
  public init(kind: EntryKind, reference: Reference) {
    self.kind = kind
    self.reference = reference
  }
}
