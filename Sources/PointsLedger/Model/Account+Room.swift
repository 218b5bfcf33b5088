extension Account {
  /// Why `points` more, in `lots` more lots, would exceed the account's limits; nil if they do not.
  func shortage(points: Int64, lots: Int) -> RefusalCode? {
    if gross.addingReportingOverflow(points).overflow { return .balanceOutOfRange }
    return self.lots.count + lots > Self.maximumLots ? .tooManyLots(limit: Self.maximumLots) : nil
  }

  /// Whether the account stays within its limits with `points` more, in `lots` more lots.
  func hasRoom(points: Int64, lots: Int) -> Bool { shortage(points: points, lots: lots) == nil }
}
