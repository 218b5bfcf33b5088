internal import Glibc
internal import LedgerStorage

/// A mutex and a condition variable, to wait until something becomes true.
///
/// Sound: the two pthread objects live at a fixed address from `init` to `deinit`, and are used
/// only in the ways that POSIX allows.
@safe final class Monitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  private let process = ProcessMark()

  init() {
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    // In a child of fork(2), destroying them would wait for threads that the child does not have.
    guard process.isCurrent else { return }
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  func lock() { unsafe pthread_mutex_lock(mutex) }
  func unlock() { unsafe pthread_mutex_unlock(mutex) }
  /// Unlocks, waits for a broadcast, and locks again; may return without one.
  func wait() { unsafe pthread_cond_wait(condition, mutex) }
  func broadcast() { unsafe pthread_cond_broadcast(condition) }
}
