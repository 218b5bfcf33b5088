/// What a caller may note beside an entry. Not compared between retries; erasable.
public struct EntryTexts: Hashable, Sendable {
  public var location: String?
  public var actor: String?
  public var reason: String?
  public var campaign: String?
  /// A quantity or an amount of money, as a decimal: what the points were given for.
  public var basis: String?
  public var basisUnit: String?
  public var memo: String?

  public static let none = EntryTexts()
  /// The most UTF-8 bytes of each, but for `basis` (32) and `memo` (1,024).
  public static let maximumByteCount = 256
  public static let maximumBasisByteCount = 32
  public static let maximumMemoByteCount = 1_024

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

  public var isEmpty: Bool { self == .none }
}
