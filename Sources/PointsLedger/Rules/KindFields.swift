/// Which fields a kind needs and takes, besides time, kind, reference and texts.
struct KindFields {
  private let needed: [Malformation.Field]
  private let optional: [Malformation.Field]

  func needs(_ field: Malformation.Field) -> Bool { needed.contains(field) }
  func takes(_ field: Malformation.Field) -> Bool {
    needed.contains(field) || optional.contains(field)
  }

  private init(_ needed: [Malformation.Field], _ optional: [Malformation.Field]) {
    self.needed = needed
    self.optional = optional
  }

  /// The fields of the post's kind; those of `adjust` depend on its sign.
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
    case .capture, .reverse: partOfOriginal
    case .release: original
    case .extend: extend
    case .transfer: transfer
    case .closePeriod, .expire, .refusal, .counter: nothing
    }
  }

  /// Whether a policy may list the kind as activity: what a caller posts on one account.
  static func canBeActivity(_ kind: EntryKind) -> Bool {
    switch kind {
    case .opening, .earn, .adjust, .redeem, .hold, .capture, .release, .reverse, .transfer,
      .extend:
      true
    default: false
    }
  }

  private static let unit = KindFields([.unit, .policy], [])
  private static let member = KindFields([.member], [])
  private static let freeze = KindFields([.member], [.policy])
  private static let pair = KindFields([.member, .counterparty], [])
  private static let credit = KindFields([.member, .points], [.unit, .activates, .expires])
  private static let debit = KindFields([.member, .points], [.unit, .lots])
  private static let redeem = KindFields([.member, .points], [.unit, .lots, .partial])
  private static let hold = KindFields([.member, .points, .expires], [.unit, .lots])
  private static let partOfOriginal = KindFields([.member, .original], [.unit, .points])
  private static let original = KindFields([.member, .original], [.unit])
  private static let extend = KindFields([.member, .original], [.unit, .expires])
  private static let transfer = KindFields([.member, .points, .counterparty], [.unit, .lots])
  private static let nothing = KindFields([], [])
}
