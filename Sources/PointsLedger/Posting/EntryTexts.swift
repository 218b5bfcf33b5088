/// Texts that a caller may attach to an entry. Retries are not compared by them, and they can be
/// erased.
public struct EntryTexts: Hashable, Sendable {
  public var location: String?
  private var rare = Boxed<Rare>()

  /// Texts that few entries have.
  private struct Rare: Hashable, Defaulted {
    var actor: String?
    var reason: String?
    var campaign: String?
    var basis: String?
    var basisUnit: String?
    var memo: String?
  }

  public var actor: String? {
    get { rare.look { $0.actor } ?? nil }
    set { if !rare.isEmpty || newValue != nil { rare.values.actor = newValue } }
  }

  public var reason: String? {
    get { rare.look { $0.reason } ?? nil }
    set { if !rare.isEmpty || newValue != nil { rare.values.reason = newValue } }
  }

  public var campaign: String? {
    get { rare.look { $0.campaign } ?? nil }
    set { if !rare.isEmpty || newValue != nil { rare.values.campaign = newValue } }
  }

  /// The quantity or amount of money that the points were given for, as a decimal.
  public var basis: String? {
    get { rare.look { $0.basis } ?? nil }
    set { if !rare.isEmpty || newValue != nil { rare.values.basis = newValue } }
  }

  public var basisUnit: String? {
    get { rare.look { $0.basisUnit } ?? nil }
    set { if !rare.isEmpty || newValue != nil { rare.values.basisUnit = newValue } }
  }

  public var memo: String? {
    get { rare.look { $0.memo } ?? nil }
    set { if !rare.isEmpty || newValue != nil { rare.values.memo = newValue } }
  }

  public static let none = EntryTexts()
  /// The maximum number of UTF-8 bytes of each text, except `basis` (32) and `memo` (1,024).
  public static let maximumByteCount = 256
  public static let maximumBasisByteCount = 32
  public static let maximumMemoByteCount = 1_024

  /// Makes texts; those left out are nil.
  public init(
    location: String? = nil, actor: String? = nil, reason: String? = nil, campaign: String? = nil,
    basis: String? = nil, basisUnit: String? = nil, memo: String? = nil
  ) {
    self.location = location
    self.actor = actor
    self.reason = reason
    self.campaign = campaign
    self.basis = basis
    self.basisUnit = basisUnit
    self.memo = memo
  }

  public var isEmpty: Bool { location == nil && hasOnlyLocation }

  /// Whether all texts other than the location are absent.
  var hasOnlyLocation: Bool { rare.isEmpty || rare.values == Rare() }

  public static func == (lhs: Self, rhs: Self) -> Bool {
    guard lhs.location == rhs.location else { return false }
    return (lhs.rare.isEmpty && rhs.rare.isEmpty) || lhs.rare.values == rhs.rare.values
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(location)
    hasher.combine(rare.values)
  }
}
