internal import CLedgerSupport
internal import Glibc
internal import Synchronization

/// An open file of the operating system.
final class PosixFile: File {
  private let path: String
  private let descriptor: Int32
  private let closed = Atomic(false)
  private let locked = Atomic(false)

  init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    if !closed.load(ordering: .acquiring) { _ = Glibc.close(descriptor) }
  }

  func read(
    _ count: Int, at offset: UInt64, into buffer: inout [UInt8]
  ) throws(StorageError) -> Int {
    guard buffer.count < count else {
      var span = buffer.mutableSpan
      return try unsafe span.withUnsafeMutableBytes { bytes throws(StorageError) in
        try unsafe read(count, at: offset, into: bytes)
      }
    }
    // The buffer is not zeroed before: a log is megabytes, and a lookup reads it.
    var result = Result<Int, StorageError>.success(0)
    buffer = unsafe [UInt8](unsafeUninitializedCapacity: count) { bytes, initializedCount in
      let bytes = UnsafeMutableRawBufferPointer(bytes)
      do throws(StorageError) {
        result = .success(try unsafe read(count, at: offset, into: bytes))
      } catch { result = .failure(error) }
      let done = (try? result.get()) ?? 0
      unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
        .initializeMemory(as: UInt8.self, repeating: 0)
      initializedCount = count
    }
    return try result.get()
  }

  private func read(
    _ count: Int, at offset: UInt64, into bytes: UnsafeMutableRawBufferPointer
  ) throws(StorageError) -> Int {
    let descriptor = descriptor
    return try Self.transfer("cannot read", path, offset, count) { done, position in
      unsafe pread(
        descriptor, bytes.baseAddress.map { unsafe $0 + done }, count - done, position)
    }
  }

  func map(_ byteCount: Int) throws(StorageError) -> FileMapping {
    guard let start = unsafe mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0),
      unsafe start != MAP_FAILED
    else { throw SystemCall.error(errno, "cannot map the file", path) }
    if let mapping = unsafe FileMapping(mapped: start, byteCount: byteCount) { return mapping }
    return try copied(byteCount)
  }

  func write(_ bytes: RawSpan, at offset: UInt64) throws(StorageError) {
    let (path, descriptor) = (path, descriptor)
    let written = try unsafe bytes.withUnsafeBytes { bytes throws(StorageError) in
      try Self.transfer("cannot write", path, offset, bytes.count) { done, position in
        unsafe pwrite(
          descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, position)
      }
    }
    guard written == bytes.byteCount else {
      throw StorageError(.io, "cannot write: no progress", path: path, offset: offset)
    }
  }

  func allocate(_ range: Range<UInt64>) throws(StorageError) -> Bool {
    guard let start = Int64(exactly: range.lowerBound), let length = Int64(exactly: range.count)
    else { throw SystemCall.error(EFBIG, "cannot make room", path, offset: range.lowerBound) }
    do {
      _ = try SystemCall.retrying("cannot make room", path, offset: range.lowerBound) {
        ledger_allocate(descriptor, start, length)
      }
      return true
    } catch {
      if error.errorNumber == EOPNOTSUPP || error.errorNumber == ENOSYS { return false }
      throw error
    }
  }

  func size() throws(StorageError) -> UInt64 { try status().byteCount }

  func identity() throws(StorageError) -> FileIdentity { try status().identity }

  func syncData() throws(StorageError) {
    if Canary.isPlanted(.skippedSync) { return }
    try SystemCall.once("cannot make the file durable", path) { fdatasync(descriptor) }
  }

  func sync() throws(StorageError) {
    try SystemCall.once("cannot make the file durable", path) { fsync(descriptor) }
  }

  func close() throws(StorageError) {
    if closed.exchange(true, ordering: .acquiringAndReleasing) { return }
    // Closing is not enough if a child of fork(2) has the file open too.
    if locked.load(ordering: .acquiring) { ledger_unlock(descriptor) }
    try SystemCall.once("cannot close the file", path) { Glibc.close(descriptor) }
  }

  func tryLock() throws(StorageError) -> Bool {
    if ledger_try_lock_exclusive(descriptor) == 0 {
      locked.store(true, ordering: .releasing)
      return true
    }
    let number = errno
    if number == EAGAIN || number == EACCES { return false }
    throw SystemCall.error(number, "cannot lock the file", path)
  }

  func isLockedByAnother() throws(StorageError) -> Bool {
    try SystemCall.retrying("cannot query the lock", path) {
      ledger_is_locked_by_another(descriptor)
    } == 1
  }

  func status() throws(StorageError) -> FileStatus {
    var status = stat()
    _ = try SystemCall.retrying("cannot look at the file", path) {
      unsafe fstat(descriptor, &status)
    }
    return FileStatus(status)
  }

  /// Repeats `call` until `count` bytes are done or it makes no more progress. Returns the number
  /// of bytes done.
  private static func transfer(
    _ what: String, _ path: String, _ offset: UInt64, _ count: Int,
    _ call: (_ done: Int, _ position: off_t) -> Int
  ) throws(StorageError) -> Int {
    var done = 0
    while done < count {
      let (position, overflow) = offset.addingReportingOverflow(UInt64(done))
      guard !overflow, let position = off_t(exactly: position) else {
        throw SystemCall.error(EFBIG, what, path, offset: offset)
      }
      let moved = call(done, position)
      if moved == 0 { break }
      if moved > 0 {
        done += moved
      } else if errno != EINTR {
        throw SystemCall.error(errno, what, path, offset: UInt64(position))
      }
    }
    return done
  }
}
