internal import LedgerStorage
internal import Synchronization

/// The first fault that was found, if one was: asked after every post, so told without a lock as long as
/// there is none.
final class FirstFault: Sendable {
  private let isFound = Atomic(false)
  private let fault = Locked<RunStack.Fault?>(nil)

  /// Nil while none was found.
  @inline(__always) var value: RunStack.Fault? {
    isFound.load(ordering: .acquiring) ? fault.withLock { $0 } : nil
  }

  /// Notes a fault; only the first one stays.
  func note(_ found: RunStack.Fault) {
    fault.withLock { $0 = $0 ?? found }
    isFound.store(true, ordering: .releasing)
  }
}
