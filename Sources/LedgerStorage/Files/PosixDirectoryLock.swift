internal import CLedgerSupport
internal import Glibc
internal import Synchronization

/// A lock on a directory of the operating system. It has a descriptor of its own.
final class PosixDirectoryLock: DirectoryLock {
  private let descriptor: Int32
  private let released = Atomic(false)
  let isHeld: Bool

  /// Takes the descriptor over, and takes the lock, unless another description holds it or the file
  /// system has no such locks.
  init?(descriptor: Int32) {
    self.descriptor = descriptor
    isHeld = !Canary.isPlanted(.uncheckedLock) && ledger_lock_directory(descriptor) == 0
    if isHeld || Canary.isPlanted(.uncheckedLock) || errno != EWOULDBLOCK { return }
    released.store(true, ordering: .releasing)
    _ = Glibc.close(descriptor)
    return nil
  }

  // This only closes the descriptor: in a child of fork(2) the lock belongs to the parent.
  deinit { if !released.load(ordering: .acquiring) { _ = Glibc.close(descriptor) } }

  func release() {
    if released.exchange(true, ordering: .acquiringAndReleasing) { return }
    ledger_unlock_directory(descriptor)
    _ = Glibc.close(descriptor)
  }
}
