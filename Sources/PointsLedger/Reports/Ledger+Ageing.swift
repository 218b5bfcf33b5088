extension Ledger {
  /// Outstanding points by months of issue and of expiry. They add up to what all members have
  /// available, pending and held.
  ///
  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - unit: Nil for all units.
  /// - Returns: Sorted by unit, month of issue and month of expiry; points that never expire come
  ///   last.
  /// - Throws: `unknownUnit`, `compacted`.
  public func ageing(
    at cut: ReportCut? = nil, unit: UnitCode? = nil
  ) throws(LedgerError) -> [AgeingRow] {
    struct Key: Hashable {
      var unit: UInt8
      var issued: CalendarPeriod
      var expires: CalendarPeriod?
    }
    let wanted = try unit.map(reportUnit)
    let snapshot = try ReportSnapshot(self, at: try self.cut(cut), withMonths: true)
    var sums: [Key: Points] = [:]
    for account in snapshot.accounts where wanted ?? account.unit == account.unit {
      for position in 0..<account.lots.count {
        let lot = account.lots[position]
        guard lot.remaining > 0 else { continue }
        let death = account.death(of: lot)
        let key = Key(
          unit: account.unit, issued: try snapshot.months.month(of: lot.origin),
          expires: death == Lot.never
            ? nil : CalendarPeriod(.month, containing: death &- 1))
        try sums[key, default: .zero].add(lot.remaining)
      }
    }
    let codes = units.map(\.code)
    return sums.sorted { one, other in
      if one.key.unit != other.key.unit { return one.key.unit < other.key.unit }
      if one.key.issued != other.key.issued { return one.key.issued < other.key.issued }
      guard let first = one.key.expires else { return false }
      guard let second = other.key.expires else { return true }
      return first < second
    }.map { key, points in
      AgeingRow(
        unit: codes[Int(key.unit)], issueMonth: key.issued, expiryMonth: key.expires,
        points: points)
    }
  }
}
