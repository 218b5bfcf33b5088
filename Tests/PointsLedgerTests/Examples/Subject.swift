import PointsLedger
import Testing

/// The subjects of the examples: both must give the answer that was worked out by hand.
enum Subject: CaseIterable, CustomTestStringConvertible {
  case naiveModel, engine

  func make(_ setup: LedgerSetup) throws -> any LedgerUnderTest {
    switch self {
    case .naiveModel: NaiveLedger(setup)
    case .engine: try EngineLedger(setup)
    }
  }

  var testDescription: String { "\(self)" }
}
