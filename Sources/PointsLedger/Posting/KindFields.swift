/// The fields that a kind needs and allows, besides time, kind, reference and texts.
struct KindFields {
  /// The fields of a post, in the order in which they are checked.
  struct Fields: OptionSet {
    let rawValue: UInt16
    static let member = Fields(rawValue: 1)
    static let points = Fields(rawValue: 1 << 1)
    static let unit = Fields(rawValue: 1 << 2)
    static let activates = Fields(rawValue: 1 << 3)
    static let expires = Fields(rawValue: 1 << 4)
    static let original = Fields(rawValue: 1 << 5)
    static let counterparty = Fields(rawValue: 1 << 6)
    static let lots = Fields(rawValue: 1 << 7)
    static let partial = Fields(rawValue: 1 << 8)
    static let policy = Fields(rawValue: 1 << 9)

    /// The first field in the order of checking; nil if there is none.
    var first: Post.Field? {
      let names: [Post.Field] = [
        .member, .points, .unit, .activates, .expires, .original, .counterparty, .lots, .partial,
        .policy,
      ]
      let bit = rawValue.trailingZeroBitCount
      return bit < names.count ? names[bit] : nil
    }
  }

  private let needed: Fields
  private let optional: Fields

  private init(_ needed: Fields, _ optional: Fields) {
    self.needed = needed
    self.optional = optional
  }

  /// Returns the first field that is missing though needed, or given though not allowed; nil if
  /// there is none.
  func malformation(of given: Fields) -> Malformation? {
    let unexpected = given.subtracting(needed.union(optional))
    let missing = needed.subtracting(given)
    guard let field = unexpected.union(missing).first else { return nil }
    return unexpected.first == field ? .unexpected(field) : .missing(field)
  }

  /// Returns the fields of the post's kind; those of `adjust` depend on its sign.
  static func of(_ post: Post) -> KindFields {
    switch post.kind {
    case .unit: unit
    case .enroll, .unfreeze, .erase: member
    case .freeze: freeze
    case .link, .unlink, .merge: pair
    case .opening, .earn: credit
    case .adjust: (post.points?.minorUnits ?? 0) < 0 ? debit : credit
    case .redeem: redeem
    case .hold: hold
    case .capture: capture
    case .reverse: reverse
    case .release: original
    case .extend: extend
    case .transfer: transfer
    case .closePeriod, .expire, .refusal, .counter, .clock, .compact: nothing
    }
  }

  /// Whether a policy may list the kind as activity: a kind that a caller posts on an account.
  static func canBeActivity(_ kind: EntryKind) -> Bool {
    switch kind {
    case .opening, .earn, .adjust, .redeem, .hold, .capture, .release, .reverse, .transfer,
      .extend:
      true
    default: false
    }
  }

  private static var unit: KindFields { KindFields([.unit, .policy], []) }
  private static var member: KindFields { KindFields([.member], []) }
  private static var freeze: KindFields { KindFields([.member], [.policy]) }
  private static var pair: KindFields { KindFields([.member, .counterparty], []) }
  private static var credit: KindFields {
    KindFields([.member, .points], [.unit, .activates, .expires])
  }
  private static var debit: KindFields {
    KindFields([.member, .points], [.unit, .lots, .policy])
  }
  private static var redeem: KindFields {
    KindFields([.member, .points], [.unit, .lots, .partial])
  }
  private static var hold: KindFields { KindFields([.member, .points, .expires], [.unit, .lots]) }
  private static var capture: KindFields {
    KindFields([.member, .original], [.unit, .points, .partial])
  }
  private static var reverse: KindFields {
    KindFields([.member, .original], [.unit, .points])
  }
  private static var original: KindFields { KindFields([.member, .original], [.unit]) }
  private static var extend: KindFields { KindFields([.member, .original], [.unit, .expires]) }
  private static var transfer: KindFields {
    KindFields([.member, .points, .counterparty], [.unit, .lots])
  }
  private static var nothing: KindFields { KindFields([], []) }
}
