/// One account and its points.
public struct AccountBalance: Hashable, Sendable {
  public let member: MemberIdentifier
  public let unit: UnitCode
  let unitNumber: UInt8
  public let balance: Balance
}
