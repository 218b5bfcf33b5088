internal import LedgerStorage

/// A run that is made on another thread while the state goes on.
struct PendingRun: Sendable {
  /// The sequence number after the last entry that it covers.
  let end: UInt64
  private let made: Future<Result<Run, StorageError>>

  init(of snapshot: FlushInput, _ ledgerID: LedgerUUID) {
    end = snapshot.range.upperBound
    made = Future { Result { () throws(StorageError) in try snapshot.makeRun(of: ledgerID) } }
  }

  /// Whether `run` would return without waiting.
  var isReady: Bool { made.isReady }

  /// Waits until the run is made.
  func run() throws(StorageError) -> Run { try made.wait().get() }
}
