import PointsLedger

/// The breakage that a report expects, and where it comes from.
struct ExpectedBreakage {
  let percent: ExactDecimal
  /// Nil if it was given.
  private let history: BreakageHistory?

  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - unit: Whose history counts.
  init(
    _ argument: BreakageArgument, in ledger: Ledger, at cut: ReportCut?, unit: UnitCode?,
    _ calendar: ZonedCalendar
  ) throws {
    switch argument {
    case .percent(let percent):
      self.percent = percent
      history = nil
    case .history:
      guard let history = try ledger.breakageHistory(at: cut, unit: unit, in: calendar) else {
        throw CommandFailure(
          .refused,
          "there is no history of breakage: nothing was issued, or points of the first month of issue "
            + "are still outstanding (also such as never end); give a percentage")
      }
      percent = history.percent
      self.history = history
    }
  }

  /// The columns of a row, as in `values`.
  var columns: [ReportWriter.Column] {
    [.dataAmount("breakagePercent")]
      + (history == nil ? [] : [.data("breakageFrom"), .data("breakageTo")])
  }

  var values: [ReportWriter.Value] {
    let months = history.map { [$0.first, $0.last] } ?? []
    return [.text(percent.description)] + months.map { .text($0.description) }
  }

  /// For people.
  var note: String {
    guard let history else { return "breakage: \(percent) % (given)" }
    return "breakage: \(percent) %, what expired of the points issued from \(history.first) to "
      + "\(history.last)"
  }
}
