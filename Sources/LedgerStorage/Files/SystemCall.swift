internal import Glibc

/// System calls that return -1 and set `errno`; errors are converted to typed ones.
enum SystemCall {
  /// Repeats the call as long as a signal interrupts it.
  static func retrying(
    _ what: @autoclosure () -> String, _ path: @autoclosure () -> String, offset: UInt64? = nil,
    _ call: () -> Int32
  ) throws(StorageError) -> Int32 {
    while true {
      let result = call()
      if result != -1 { return result }
      if errno != EINTR { throw error(errno, what(), path(), offset: offset) }
    }
  }

  /// Makes a call that returns a descriptor, and makes sure that it is above 2: if a process has no
  /// standard output, what it prints must not go into a file of the ledger.
  static func opening(
    _ what: @autoclosure () -> String, _ path: String, _ call: () -> Int32
  ) throws(StorageError) -> Int32 {
    let descriptor = try retrying(what(), path, call)
    if descriptor > STDERR_FILENO || Canary.isPlanted(.lowDescriptors) { return descriptor }
    defer { _ = Glibc.close(descriptor) }
    return try retrying(what(), path) {
      fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    }
  }

  /// Makes the call once. For fsync and fdatasync: after a failure a second call may report success
  /// for bytes that never reached the medium. So a failure of these is never attributed to a
  /// shortage of resources.
  static func once(
    _ what: @autoclosure () -> String, _ path: String, _ call: () -> Int32
  ) throws(StorageError) {
    if call() != -1 { return }
    let error = error(errno, what(), path)
    throw error.category == .resources ? error.recategorized(.io) : error
  }

  /// The error for an error number.
  static func error(
    _ number: Int32, _ what: String, _ path: String, offset: UInt64? = nil
  ) -> StorageError {
    StorageError(
      ErrorNumber.category(of: number), what, path: path, offset: offset, errorNumber: number)
  }
}
