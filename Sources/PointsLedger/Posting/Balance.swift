/// An account's points at an instant.
///
/// `available` is never negative. If `arrears` is above 0, `available` and `pending` are 0.
public struct Balance: Hashable, Sendable, Codable {
  public package(set) var available: Points
  /// Points in lots that are not active yet.
  public package(set) var pending: Points
  public package(set) var held: Points
  /// Points that the member owes.
  public package(set) var arrears: Points
  /// Lifetime total: openings and earns, less the points taken back.
  public package(set) var earned: Points
  /// Lifetime total: redemptions and captures, less the points restored.
  public package(set) var redeemed: Points
  /// Lifetime total: points that expired.
  public package(set) var expired: Points

  public static let zero = Balance(
    available: 0, pending: 0, held: 0, arrears: 0, earned: 0, redeemed: 0, expired: 0)

  /// Makes a balance of these amounts.
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
