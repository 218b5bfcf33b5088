/// A number of a unit's minor units, never a floating-point number. With a scale of 2, `1250` means
/// 12.50.
public struct Points: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  public let minorUnits: Int64

  /// Makes points from minor units. With a scale of 2, 1,250 minor units are 12.50.
  public init(minorUnits: Int64) { self.minorUnits = minorUnits }
  public init(integerLiteral value: Int64) { self.minorUnits = value }

  public static let zero: Points = 0

  /// The maximum for one post: 10^15 minor units. One account can take about 9,000 such posts
  /// before `balanceOutOfRange`.
  public static let maximumPerPost: Points = 1_000_000_000_000_000

  /// The maximum number of decimal digits of a unit's points.
  static let maximumScale: UInt8 = 6

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.minorUnits < rhs.minorUnits }
}

extension Points: CustomStringConvertible {
  public var description: String { String(minorUnits) }
}
