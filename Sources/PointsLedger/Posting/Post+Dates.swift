extension Post {
  /// Replaces the relative dates by the instants that they find. Returns what is wrong with the
  /// first of them that finds none, or nil.
  mutating func resolveDates(
    from occurred: Instant, by calendar: any LedgerCalendar
  ) -> Malformation? {
    guard hasRelativeDates else { return nil }
    let (activates, expires) = (activates, expires)
    var field = Field.activates
    do throws(RelativeDate.Fault) {
      if let activates { self.activates = .at(try activates.instant(from: occurred, by: calendar)) }
      field = .expires
      if let expires { self.expires = .at(try expires.instant(from: occurred, by: calendar)) }
      return nil
    } catch {
      switch error {
      case .outOfRange: return .dateOutOfRange(field)
      case .unknownZone(let zone): return .unknownZone(field, zone)
      }
    }
  }
}
