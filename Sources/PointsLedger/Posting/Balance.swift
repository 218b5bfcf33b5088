/// An account's points at an instant.
///
/// `available` is never negative, and arrears above 0 mean that `available` and `pending` are 0.
public struct Balance: Hashable, Sendable, Codable {
  public package(set) var available: Points
  /// Points of lots that are not active yet.
  public package(set) var pending: Points
  public package(set) var held: Points
  /// What the member owes.
  public package(set) var arrears: Points
  /// Lifetime: openings and earns, less what was clawed back.
  public package(set) var earned: Points
  /// Lifetime: redemptions and captures, less what was restored.
  public package(set) var redeemed: Points
  /// Lifetime: breakage.
  public package(set) var expired: Points

  public static let zero = Balance(
    available: 0, pending: 0, held: 0, arrears: 0, earned: 0, redeemed: 0, expired: 0)

  /// A balance of these amounts.
  public init(
    available: Points, pending: Points, held: Points, arrears: Points, earned: Points,
    redeemed: Points, expired: Points
  ) {
    self.available = available
    self.pending = pending
    self.held = held
    self.arrears = arrears
    self.earned = earned
    self.redeemed = redeemed
    self.expired = expired
  }
}
