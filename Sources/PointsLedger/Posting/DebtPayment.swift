/// Points of a lot that paid part of a debt.
public struct DebtPayment: Hashable, Sendable, Codable {
  /// The entry that paid: it brought the points or freed them, or merged the debtor with a member
  /// who had some.
  public let entry: SequenceNumber
  /// The entry that left the debt.
  public let debt: SequenceNumber
  /// The lot that paid.
  public let lot: LotID
  /// The entry in which the lot's points originate.
  public let origin: SequenceNumber
  /// Above 0.
  public let points: Points
}
