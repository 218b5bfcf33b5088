import LedgerStorage
import LedgerTestSupport

/// A file system on which nothing grows once it is full; written bytes can be overwritten, as on a
/// real disk.
final class FullDisk: WrappedFileSystem {
  let base: any FileSystem
  private let full = Locked(false)

  init(_ base: any FileSystem) { self.base = base }

  func setFull(_ isFull: Bool) { full.withLock { $0 = isFull } }

  fileprivate func checkRoom(_ path: String) throws(StorageError) {
    if full.withLock({ $0 }) {
      throw StorageError(.full, "no space is left", path: path, errorNumber: 28)
    }
  }

  func willOpen(_ path: String, _ access: FileAccess) throws(StorageError) {
    if access == .create { try checkRoom(path) }
  }

  func willMakeDirectory(_ path: String) throws(StorageError) { try checkRoom(path) }

  func wrap(_ file: any File, _ path: String) -> any File {
    FullFile(disk: self, path: path, base: file)
  }
}

private final class FullFile: File {
  private let disk: FullDisk
  private let path: String
  private let base: any File

  init(disk: FullDisk, path: String, base: any File) {
    self.disk = disk
    self.path = path
    self.base = base
  }

  func read(
    _ count: Int, at offset: UInt64, into buffer: inout [UInt8]
  ) throws(StorageError) -> Int {
    try base.read(count, at: offset, into: &buffer)
  }

  func write(_ bytes: RawSpan, at offset: UInt64) throws(StorageError) {
    if try offset + UInt64(bytes.byteCount) > base.size() { try disk.checkRoom(path) }
    try base.write(bytes, at: offset)
  }

  func allocate(_ range: Range<UInt64>) throws(StorageError) -> Bool {
    if try range.upperBound > base.size() { try disk.checkRoom(path) }
    return try base.allocate(range)
  }

  func size() throws(StorageError) -> UInt64 { try base.size() }
  func identity() throws(StorageError) -> FileIdentity { try base.identity() }
  func syncData() throws(StorageError) { try base.syncData() }
  func sync() throws(StorageError) { try base.sync() }
  func close() throws(StorageError) { try base.close() }
  func tryLock() throws(StorageError) -> Bool { try base.tryLock() }
  func isLockedByAnother() throws(StorageError) -> Bool { try base.isLockedByAnother() }
}
