// Points come from outside, so the operators throw instead of wrapping around or trapping.

extension Points {
  /// - Throws: `PointsOverflow` beyond 63 bits.
  public static func + (left: Points, right: Points) throws(PointsOverflow) -> Points {
    try checked(left.minorUnits.addingReportingOverflow(right.minorUnits))
  }

  /// - Throws: `PointsOverflow` beyond 63 bits.
  public static func - (left: Points, right: Points) throws(PointsOverflow) -> Points {
    try checked(left.minorUnits.subtractingReportingOverflow(right.minorUnits))
  }

  /// - Throws: `PointsOverflow` beyond 63 bits.
  public static func * (points: Points, count: Int) throws(PointsOverflow) -> Points {
    try checked(points.minorUnits.multipliedReportingOverflow(by: Int64(count)))
  }

  /// - Throws: `PointsOverflow` beyond 63 bits.
  public static func += (left: inout Points, right: Points) throws(PointsOverflow) {
    left = try left + right
  }

  /// - Throws: `PointsOverflow` beyond 63 bits.
  public static func -= (left: inout Points, right: Points) throws(PointsOverflow) {
    left = try left - right
  }

  private static func checked(
    _ result: (partialValue: Int64, overflow: Bool)
  ) throws(PointsOverflow) -> Points {
    if result.overflow { throw PointsOverflow() }
    return Points(minorUnits: result.partialValue)
  }
}

extension Sequence where Element == Points {
  /// Returns the sum; an empty sequence gives 0.
  ///
  /// - Throws: `PointsOverflow` beyond 63 bits.
  public func sum() throws(PointsOverflow) -> Points {
    var sum = Points.zero
    for points in self { try sum += points }
    return sum
  }
}
