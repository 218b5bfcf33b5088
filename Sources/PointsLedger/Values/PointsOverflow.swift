/// A sum or a difference of points that 63 bits do not hold.
public struct PointsOverflow: Error, Hashable, Sendable, CustomStringConvertible {
  public init() {}
  public var description: String { "the points exceed 63 bits of minor units" }
}
