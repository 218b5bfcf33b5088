import PointsLedger

/// A difference between two ledgers.
struct Difference: CustomStringConvertible {
  /// A question that they answered differently.
  struct Question {
    var member: MemberIdentifier
    var unit: UnitCode
    var moment: Moment
  }

  var what: String
  var model: String
  var subject: String
  var question: Question?

  var description: String { "\(what)\n  model:  \(model)\n  ledger: \(subject)" }

  /// Nil if both are equal.
  static func between<Value: Equatable>(
    _ what: @autoclosure () -> String, _ model: Value, _ subject: Value, question: Question? = nil
  ) -> Difference? {
    guard model != subject else { return nil }
    return Difference(
      what: what(), model: readable(model), subject: readable(subject), question: question)
  }

  /// Shows instants as hours of the run, and leaves inner names out.
  static func readable<Value>(_ value: Value) -> String {
    var text = "\(value)"
    for noise in ["PointsLedger.", "PointsLedgerTests.", "Optional"] {
      text = text.replacing(noise, with: "")
    }
    return text.replacing(/Instant\(milliseconds: (-?\d+)\)/) { match in
      Int64(match.1).flatMap { Instant(milliseconds: $0)?.hours } ?? "?"
    }
  }
}
