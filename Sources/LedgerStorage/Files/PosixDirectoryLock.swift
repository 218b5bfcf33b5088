internal import CLedgerSupport
internal import Glibc
internal import Synchronization

/// A lock on a directory of the operating system, which belongs to a descriptor of its own.
final class PosixDirectoryLock: DirectoryLock {
  private let descriptor: Int32
  private let released = Atomic(false)
  let isHeld: Bool

  /// Takes the descriptor over, and the lock, unless another holds that or there are no locks here.
  init?(descriptor: Int32) {
    self.descriptor = descriptor
    isHeld = !Canary.isPlanted(.uncheckedLock) && ledger_lock_directory(descriptor) == 0
    if isHeld || Canary.isPlanted(.uncheckedLock) || errno != EWOULDBLOCK { return }
    released.store(true, ordering: .releasing)
    _ = Glibc.close(descriptor)
    return nil
  }

  // Only closes: in a child of fork(2) the lock is the parent's.
  deinit { if !released.load(ordering: .acquiring) { _ = Glibc.close(descriptor) } }

  func release() {
    if released.exchange(true, ordering: .acquiringAndReleasing) { return }
    ledger_unlock_directory(descriptor)
    _ = Glibc.close(descriptor)
  }
}
