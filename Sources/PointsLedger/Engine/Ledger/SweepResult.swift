/// The result of a sweep.
public struct SweepResult: Hashable, Sendable, Codable {
  /// The sums in one unit.
  public struct UnitTotal: Hashable, Sendable, Codable {
    public let unit: UnitCode
    /// Decimal digits of the unit, 0 to 6.
    public let scale: Int
    /// Points that expired.
    public let expired: Points
    /// Points that holds past their deadline released.
    public let released: Points
  }

  /// The number of entries written.
  public let entries: Int
  /// One for each unit of the ledger, in the order of their definition. Points of different units
  /// cannot be added.
  public let units: [UnitTotal]

  /// Returns the sums in one unit; nil if the ledger has no such unit.
  public subscript(unit: UnitCode) -> UnitTotal? { units.first { $0.unit == unit } }

  init(_ booked: WriteRequest.Booked, units: [UnitInfo]) {
    entries = booked.entries
    self.units = units.enumerated().map { number, unit in
      UnitTotal(
        unit: unit.code, scale: unit.scale,
        expired: Points(minorUnits: booked.expired[UInt8(clamping: number)] ?? 0),
        released: Points(minorUnits: booked.released[UInt8(clamping: number)] ?? 0))
    }
  }
}
