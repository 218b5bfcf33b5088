extension Account {
  /// Whether the account stays within its limits with `points` more, in `lots` more lots.
  func hasRoom(points: Int64, lots: Int) -> Bool {
    !gross.addingReportingOverflow(points).overflow
      && self.lots.count + lots <= Self.maximumLots
  }
}
