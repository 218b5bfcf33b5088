internal import LedgerStorage
internal import Synchronization

/// The first read fault, if any. It is checked after every post, so while there is none the check
/// takes no lock.
final class ReadErrorLatch: Sendable {
  private let isFound = Atomic(false)
  private let fault = Locked<RunSet.Fault?>(nil)

  /// Nil while there was no fault.
  @inline(__always) var value: RunSet.Fault? {
    isFound.load(ordering: .acquiring) ? fault.withLock { $0 } : nil
  }

  /// Notes a fault; only the first one is kept.
  func note(_ found: RunSet.Fault) {
    fault.withLock { $0 = $0 ?? found }
    isFound.store(true, ordering: .releasing)
  }
}
