public import Foundation
public import PointsLedger

extension LedgerError: LocalizedError {
  /// Says what happened, where, and what to do.
  public var errorDescription: String? { message }
}
