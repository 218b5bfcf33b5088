extension Account {
  /// Whether `points` more, in `lots` more lots, keep it within its limits.
  func hasRoom(points: Int64, lots: Int) -> Bool {
    !gross.addingReportingOverflow(points).overflow
      && self.lots.count + lots <= Self.maximumLots
  }
}
