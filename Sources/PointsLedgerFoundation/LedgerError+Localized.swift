public import Foundation
public import PointsLedger

extension LedgerError: LocalizedError {
  /// What, where, and what to do.
  public var errorDescription: String? { message }
}
