/// An open regular file. It closes itself with the last reference.
///
/// Offsets are in bytes from the start. Any thread may make any call.
package protocol File: AnyObject, Sendable {
  /// Reads up to `count` bytes, fewer only at the end of the file, to the front of the buffer,
  /// which grows to `count` bytes if it is shorter. Returns the number of bytes read. pread(2).
  func read(
    _ count: Int, at offset: UInt64, into buffer: inout [UInt8]
  ) throws(StorageError) -> Int

  /// The first `byteCount` bytes, which must exist, at a fixed address; `byteCount` is at least 1.
  /// mmap(2).
  func map(_ byteCount: Int) throws(StorageError) -> FileMapping

  /// Writes all the bytes, growing the file as needed. pwrite(2).
  func write(_ bytes: RawSpan, at offset: UInt64) throws(StorageError)

  /// Allocates space for these bytes, and makes the file at least that long; bytes that were never
  /// written read as zeros. False, with nothing changed, if the file system cannot do it.
  /// fallocate(2).
  func allocate(_ range: Range<UInt64>) throws(StorageError) -> Bool

  /// The length in bytes. fstat(2).
  func size() throws(StorageError) -> UInt64

  /// The identity of the file. fstat(2).
  func identity() throws(StorageError) -> FileIdentity

  /// Makes content and length durable. fdatasync(2).
  func syncData() throws(StorageError)

  /// Makes content and all attributes durable. fsync(2).
  func sync() throws(StorageError)

  /// Closes it and releases its locks; a second call does nothing. close(2).
  func close() throws(StorageError)

  /// Takes an exclusive lock without waiting; false if another open file holds one.
  /// fcntl(F_OFD_SETLK).
  func tryLock() throws(StorageError) -> Bool

  /// Whether another open file holds the lock. fcntl(F_OFD_GETLK).
  func isLockedByAnother() throws(StorageError) -> Bool
}

extension File {
  /// A copy of the bytes, for files that cannot be mapped.
  package func map(_ byteCount: Int) throws(StorageError) -> FileMapping { try copied(byteCount) }

  /// A copy of the first `byteCount` bytes.
  func copied(_ byteCount: Int) throws(StorageError) -> FileMapping {
    var bytes: [UInt8] = []
    _ = try read(byteCount, at: 0, into: &bytes)
    return FileMapping(copying: bytes)
  }
}
