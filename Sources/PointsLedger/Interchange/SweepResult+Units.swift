extension SweepResult {
  /// What was booked in one unit.
  package struct UnitTotal: Sendable {
    package let unit: UnitCode
    package let scale: UInt8
    package let expired: Points
    package let released: Points
  }

  /// What was booked, by unit, in the order of `units`.
  package func totals(_ units: [UnitInfo]) -> [UnitTotal] {
    units.enumerated().map { number, unit in
      UnitTotal(
        unit: unit.code, scale: UInt8(clamping: unit.scale),
        expired: Points(minorUnits: expiredByUnit[UInt8(clamping: number)] ?? 0),
        released: Points(minorUnits: releasedByUnit[UInt8(clamping: number)] ?? 0))
    }
  }
}
