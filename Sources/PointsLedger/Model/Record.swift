/// An entry as the log stores it: it names members, units and other entries by number.
package struct Record: Sendable {
  package var sequence: UInt64 = 0
  package var posted: Int64 = 0
  package var kind: EntryKind
  package var flags: Flags = []
  package var occurred: Int64
  package var effective: Int64
  /// Nil for an entry that belongs to no member.
  package var member: UInt32?
  /// Nil for an entry about a member as a whole, or about none.
  package var unit: UInt8?
  /// The identifier that the caller used, if it is not the member's first.
  package var identifier: UInt32?
  /// The effect on the account's lots less arrears.
  package var change: Int64 = 0
  /// The number of points credited, taken, held, freed or undone; at least 0.
  package var amount: Int64 = 0
  /// The points that the caller asked for.
  package var asked: Int64?
  package var balanceAfter: Int64 = 0
  package var previous: UInt64?
  package var original: UInt64?
  /// As the caller gave it.
  package var expires: Int64?
  /// Nil for an entry of the engine's own.
  package var reference: InlineText?
  package var allocations: [Allocation] = []
  package var texts: EntryTexts = .none
  private var rare = Boxed<Rare>()

  /// Fields that few entries have, stored apart since records are copied often.
  private struct Rare: Defaulted {
    var askedUnit: UInt8?
    var activates: Int64?
    var counterparty: UInt32?
    var counterpartyIdentifier: UInt32?
    var arrears: Int64 = 0
    var covered: Int64 = 0
    var payments: [Payment] = []
    var newLots: [NewLot] = []
    var sliding = SlidingRule.none
    var group: UInt64?
    var refusal: RecordedRefusal?
    var namedLots: [UInt64] = []
    var terms: UnitTerms?
    var unitCode: InlineText?
    var newMember: NewMember?
    var newIdentifier: InlineText?
    var unknown: UnknownNames?
    var salt: RandomBytes16?
    var erased: ErasedContent?
  }

  package init(kind: EntryKind, occurred: Int64, effective: Int64) {
    self.kind = kind
    self.occurred = occurred
    self.effective = effective
  }

  /// Whether it may have any of the rare fields.
  @inline(__always) var hasRare: Bool { !rare.isEmpty }

  /// The unit of a refusal that belongs to no account.
  package var askedUnit: UInt8? {
    get { rare.look { $0.askedUnit } ?? nil }
    set { if hasRare || newValue != nil { rare.values.askedUnit = newValue } }
  }

  /// As the caller gave it.
  package var activates: Int64? {
    get { rare.look { $0.activates } ?? nil }
    set { if hasRare || newValue != nil { rare.values.activates = newValue } }
  }

  package var counterparty: UInt32? {
    get { rare.look { $0.counterparty } ?? nil }
    set { if hasRare || newValue != nil { rare.values.counterparty = newValue } }
  }

  package var counterpartyIdentifier: UInt32? {
    get { rare.look { $0.counterpartyIdentifier } ?? nil }
    set { if hasRare || newValue != nil { rare.values.counterpartyIdentifier = newValue } }
  }

  /// Points that became arrears; of an entry that gives points back, arrears of its original that it
  /// cancelled. Read `owing` or `cancelled` instead: the sign of `change` says which one this is.
  package var arrears: Int64 {
    get { rare.look { $0.arrears } ?? 0 }
    set { if hasRare || newValue != 0 { rare.values.arrears = newValue } }
  }

  /// Points of a reversed credit that expired unused and need not be taken.
  package var covered: Int64 {
    get { rare.look { $0.covered } ?? 0 }
    set { if hasRare || newValue != 0 { rare.values.covered = newValue } }
  }

  package var payments: [Payment] {
    get { rare.look { $0.payments } ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.values.payments = newValue } }
  }

  package var newLots: [NewLot] {
    get { rare.look { $0.newLots } ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.values.newLots = newValue } }
  }

  /// The inactivity rule of a credit's own lot.
  package var sliding: SlidingRule {
    get { rare.look { $0.sliding } ?? .none }
    set { if hasRare || newValue.isSome { rare.values.sliding = newValue } }
  }

  package var group: UInt64? {
    get { rare.look { $0.group } ?? nil }
    set { if hasRare || newValue != nil { rare.values.group = newValue } }
  }

  package var refusal: RecordedRefusal? {
    get { rare.look { $0.refusal } ?? nil }
    set { if hasRare || newValue != nil { rare.values.refusal = newValue } }
  }

  /// The credits that the caller named.
  package var namedLots: [UInt64] {
    get { rare.look { $0.namedLots } ?? [] }
    set { if hasRare || !newValue.isEmpty { rare.values.namedLots = newValue } }
  }

  package var terms: UnitTerms? {
    get { rare.look { $0.terms } ?? nil }
    set { if hasRare || newValue != nil { rare.values.terms = newValue } }
  }

  /// The code of a `unit` entry.
  package var unitCode: InlineText? {
    get { rare.look { $0.unitCode } ?? nil }
    set { if hasRare || newValue != nil { rare.values.unitCode = newValue } }
  }

  /// Set in an entry that enrols its member.
  package var newMember: NewMember? {
    get { rare.look { $0.newMember } ?? nil }
    set { if hasRare || newValue != nil { rare.values.newMember = newValue } }
  }

  /// The identifier that an enrolling or linking entry introduces.
  package var newIdentifier: InlineText? {
    get { rare.look { $0.newIdentifier } ?? nil }
    set { if hasRare || newValue != nil { rare.values.newIdentifier = newValue } }
  }

  /// Names from the caller that the ledger does not know; only in refusals.
  package var unknown: UnknownNames? {
    get { rare.look { $0.unknown } ?? nil }
    set { if hasRare || newValue != nil { rare.values.unknown = newValue } }
  }

  /// Random; used for the commitment to an entry without a member.
  package var salt: RandomBytes16? {
    get { rare.look { $0.salt } ?? nil }
    set { if hasRare || newValue != nil { rare.values.salt = newValue } }
  }

  /// Set if something of the entry was erased; only read where entries are visited in order.
  package var erased: ErasedContent? {
    get { rare.look { $0.erased } ?? nil }
    set { if hasRare || newValue != nil { rare.values.erased = newValue } }
  }

  /// The texts without those that were erased.
  package var keptTexts: EntryTexts {
    guard texts.actor == "" || texts.memo == "" else { return texts }
    var kept = texts
    if kept.actor == "" { kept.actor = nil }
    if kept.memo == "" { kept.memo = nil }
    return kept
  }

  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The caller left `occurred` to the clock.
    package static let occurredDefaulted = Flags(rawValue: 1)
    /// A redemption may take less; a capture leaves the rest held.
    package static let partial = Flags(rawValue: 2)
    /// A freeze stops credits too.
    package static let freezesCredits = Flags(rawValue: 4)
    /// What is short of an adjustment becomes arrears. Like a freeze's, the flag is the `policy`.
    package static let overdraws = Flags(rawValue: 4)
    /// A reversal of an `opening` or `earn`.
    package static let ofEarned = Flags(rawValue: 8)
    /// A reversal of a `redeem` or `capture`.
    package static let ofRedeemed = Flags(rawValue: 16)
    /// The side of a merge that ends.
    package static let mergedAway = Flags(rawValue: 32)
    /// The side of a merge that stays.
    package static let mergedInto = Flags(rawValue: 64)
    package static let known = Flags(rawValue: 127)
  }

  /// What was asked, and why it was refused.
  package struct RecordedRefusal: Hashable, Sendable {
    package var kind: EntryKind
    package var code: RefusalCode
  }

  /// What an entry adds when it enrols a member.
  package struct NewMember: Hashable, Sendable {
    /// The number of consecutive members whose keys come from one seed.
    package static let perSeed: UInt32 = 256

    /// Random; present for the first member of those that share it.
    package var seed: RandomBytes16?

    package init(seed: RandomBytes16? = nil) { self.seed = seed }

    /// Whether the entry that enrols a member contains a seed.
    package static func needsSeed(_ member: UInt32) -> Bool { member % perSeed == 0 }
  }

  /// Names that have no number, as the caller gave them.
  package struct UnknownNames: Hashable, Sendable {
    package var member: InlineText?
    package var counterparty: InlineText?
    package var original: InlineText?
    /// All the lots that the caller named, known or not.
    package var lots: [InlineText] = []

    package var isEmpty: Bool {
      member == nil && counterparty == nil && original == nil && lots.isEmpty
    }
  }

  /// Points of this debit that became arrears.
  package var owing: Int64 { change > 0 ? 0 : arrears }
  /// Arrears of its original that this reversal cancelled.
  package var cancelled: Int64 { change > 0 ? arrears : 0 }

  /// The kind that the caller asked for.
  package var askedKind: EntryKind { refusal?.kind ?? kind }
}
