/// A count of a unit's minor units. Never a floating-point number: with a scale of 2, `1250` is
/// 12.50.
public struct Points: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  public let minorUnits: Int64

  /// A number of minor units: 1,250 is 12.50 with a scale of 2.
  public init(minorUnits: Int64) { self.minorUnits = minorUnits }
  public init(integerLiteral value: Int64) { self.minorUnits = value }

  public static let zero: Points = 0

  /// The most that one post may name: 10^15 minor units. It leaves room for 9,000 such posts on
  /// one account before `balanceOutOfRange`.
  public static let maximumPerPost: Points = 1_000_000_000_000_000

  /// The most decimal digits of a unit's points.
  static let maximumScale: UInt8 = 6

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.minorUnits < rhs.minorUnits }
}

extension Points: CustomStringConvertible {
  public var description: String { String(minorUnits) }
}
