#if TSAN
  internal import Glibc
#else
  package import Synchronization
#endif

/// A value behind a lock.
///
/// ThreadSanitizer does not understand `Mutex` on Linux, and reports races that do not exist. So a
/// build for it (`-Xswiftc -DTSAN`) uses a lock that it knows.
@safe package final class Locked<Value: Sendable>: @unchecked Sendable {
  #if TSAN
    private var value: Value
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    package init(_ value: Value) {
      self.value = value
      unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
      unsafe pthread_mutex_destroy(mutex)
      unsafe mutex.deallocate()
    }

    package func withLock<Result: Sendable, Failure: Error>(
      _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      unsafe pthread_mutex_lock(mutex)
      defer { unsafe pthread_mutex_unlock(mutex) }
      return try body(&value)
    }
  #else
    @usableFromInline let mutex: Mutex<Value>

    package init(_ value: Value) { mutex = Mutex(value) }

    @inlinable package func withLock<Result: Sendable, Failure: Error>(
      _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
      try mutex.withLock { (value) throws(Failure) in try body(&value) }
    }
  #endif
}
