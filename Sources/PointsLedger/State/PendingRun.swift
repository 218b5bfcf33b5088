internal import LedgerStorage

/// A run that is made on a thread of its own, while the state goes on.
struct PendingRun: Sendable {
  /// The sequence number after the last entry that it covers.
  let end: UInt64
  private let made: Future<Result<Run, StorageError>>

  init(of snapshot: FlushInput, _ ledgerID: LedgerUUID) {
    end = snapshot.range.upperBound
    made = Future { Result { () throws(StorageError) in try snapshot.makeRun(of: ledgerID) } }
  }

  /// Whether nobody would wait for it.
  var isReady: Bool { made.isReady }

  /// Waits until it is made.
  func run() throws(StorageError) -> Run { try made.wait().get() }
}
