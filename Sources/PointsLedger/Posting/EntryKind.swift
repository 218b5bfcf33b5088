/// What an entry does. The log stores the raw value.
@nonexhaustive public enum EntryKind: UInt8, CaseIterable, Sendable {
  case unit = 1
  case enroll = 2
  case link = 3
  case unlink = 4
  case opening = 5
  case earn = 6
  case redeem = 7
  case hold = 8
  case capture = 9
  case release = 10
  case reverse = 11
  case adjust = 12
  case transfer = 13
  case merge = 14
  case expire = 15
  case extend = 16
  case freeze = 17
  case unfreeze = 18
  case closePeriod = 19
  case refusal = 20
  case counter = 21
  case erase = 22
  case clock = 23
  case compact = 24

  /// The name in the interchange format: `earn`, `close-period`, and so on.
  public var name: String {
    switch self {
    case .unit: "unit"
    case .enroll: "enroll"
    case .link: "link"
    case .unlink: "unlink"
    case .opening: "opening"
    case .earn: "earn"
    case .redeem: "redeem"
    case .hold: "hold"
    case .capture: "capture"
    case .release: "release"
    case .reverse: "reverse"
    case .adjust: "adjust"
    case .transfer: "transfer"
    case .merge: "merge"
    case .expire: "expire"
    case .extend: "extend"
    case .freeze: "freeze"
    case .unfreeze: "unfreeze"
    case .closePeriod: "close-period"
    case .refusal: "refusal"
    case .counter: "counter"
    case .erase: "erase"
    case .clock: "clock"
    case .compact: "compact"
    }
  }

  /// Returns the kind with this name, or nil.
  public init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  /// Whether the entry is about this copy of the ledger: an import of a dump passes it over.
  package var isOperator: Bool { self == .clock || self == .compact || self == .erase }

  /// Whether a post may be of this kind; only the engine writes the others, `erase` on request.
  public var isPostable: Bool {
    switch self {
    case .expire, .refusal, .counter, .clock, .compact, .erase: false
    default: true
    }
  }
}
