extension Points {
  /// Adds minor units.
  ///
  /// - Throws: `outOfRange` beyond 63 bits. No single account gets there, but all accounts together
  ///   might.
  mutating func add(_ minorUnits: Int64) throws(LedgerError) {
    let (sum, overflow) = self.minorUnits.addingReportingOverflow(minorUnits)
    guard !overflow else { throw Self.beyond63Bits }
    self = Points(minorUnits: sum)
  }

  /// Subtracts minor units; errors as for `add`.
  mutating func subtract(_ minorUnits: Int64) throws(LedgerError) {
    let (sum, overflow) = self.minorUnits.subtractingReportingOverflow(minorUnits)
    guard !overflow else { throw Self.beyond63Bits }
    self = Points(minorUnits: sum)
  }

  /// The sum of two; errors as for `add`.
  func plus(_ minorUnits: Int64) throws(LedgerError) -> Points {
    var sum = self
    try sum.add(minorUnits)
    return sum
  }

  private static let beyond63Bits = LedgerError(
    .outOfRange, "the points of all accounts together exceed 63 bits")
}
