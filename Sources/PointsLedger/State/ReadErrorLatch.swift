internal import LedgerStorage
internal import Synchronization

/// The first fault that was found, if one was: asked after every post, so told without a lock as long as
/// there is none.
final class ReadErrorLatch: Sendable {
  private let isFound = Atomic(false)
  private let fault = Locked<RunSet.Fault?>(nil)

  /// Nil while none was found.
  @inline(__always) var value: RunSet.Fault? {
    isFound.load(ordering: .acquiring) ? fault.withLock { $0 } : nil
  }

  /// Notes a fault; only the first one stays.
  func note(_ found: RunSet.Fault) {
    fault.withLock { $0 = $0 ?? found }
    isFound.store(true, ordering: .releasing)
  }
}
