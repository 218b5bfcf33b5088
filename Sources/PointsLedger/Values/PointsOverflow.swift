/// A result of arithmetic on points that does not fit in 63 bits.
public struct PointsOverflow: Error, Hashable, Sendable, CustomStringConvertible {
  public init() {}
  public var description: String { "the points exceed 63 bits of minor units" }
}
