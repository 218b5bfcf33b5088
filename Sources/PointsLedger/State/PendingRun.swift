internal import LedgerStorage
internal import Synchronization

/// A run that is made on a thread of its own, while the state goes on.
///
/// Sound as `@unchecked Sendable`: the result is looked at under the monitor's lock alone.
final class PendingRun: @unchecked Sendable {
  /// The sequence number after the last entry that it covers.
  let end: UInt64
  private let monitor = Monitor()
  private let isMade = Atomic(false)
  private var made: Result<Run, StorageError>?

  init(of snapshot: FlushInput, _ ledgerID: LedgerUUID) {
    end = snapshot.range.upperBound
    if BackgroundThread.start({ self.make(snapshot, ledgerID) }) { return }
    make(snapshot, ledgerID)
  }

  private func make(_ snapshot: FlushInput, _ ledgerID: LedgerUUID) {
    let run = Result { () throws(StorageError) in try snapshot.makeRun(of: ledgerID) }
    monitor.lock()
    made = run
    isMade.store(true, ordering: .releasing)
    monitor.broadcast()
    monitor.unlock()
  }

  /// Whether nobody would wait for it.
  var isReady: Bool { isMade.load(ordering: .acquiring) }

  /// Waits until it is made.
  func run() throws(StorageError) -> Run {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      if let made { return try made.get() }
      monitor.wait()
    }
  }
}
