/// The reason why a text is not a number of points.
@nonexhaustive public enum PointsTextError: Error, Hashable, Sendable, CustomStringConvertible {
  case malformed
  /// The text has more decimals than the unit's scale allows.
  case tooManyDecimals(scale: UInt8)
  /// The number of minor units does not fit in a signed 64-bit integer.
  case outOfRange

  public var description: String {
    switch self {
    case .malformed: "not points: write digits, with a point before decimals, like 12 or 12.50"
    case .tooManyDecimals(scale: 0): "the unit has no decimals: write whole points"
    case .tooManyDecimals(let scale): "more decimals than the unit has: write at most \(scale)"
    case .outOfRange: "too large"
    }
  }
}
