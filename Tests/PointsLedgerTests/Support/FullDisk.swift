import LedgerStorage

/// A file system on which nothing grows once it is full: what was written before can be
/// overwritten, as on a real disk.
final class FullDisk: FileSystem {
  private let base: any FileSystem
  private let full = Locked(false)

  init(_ base: any FileSystem) { self.base = base }

  func setFull(_ isFull: Bool) { full.withLock { $0 = isFull } }

  fileprivate func checkRoom(_ path: String) throws(StorageError) {
    if full.withLock({ $0 }) {
      throw StorageError(.full, "no space is left", path: path, errorNumber: 28)
    }
  }

  func openFile(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
    if access == .create { try checkRoom(path) }
    return FullFile(disk: self, path: path, base: try base.openFile(path, access))
  }

  func status(of path: String) throws(StorageError) -> FileStatus? { try base.status(of: path) }
  func rename(_ path: String, to newPath: String) throws(StorageError) {
    try base.rename(path, to: newPath)
  }
  func unlink(_ path: String) throws(StorageError) { try base.unlink(path) }
  func list(_ path: String) throws(StorageError) -> [String] { try base.list(path) }
  func makeDirectory(_ path: String) throws(StorageError) {
    try checkRoom(path)
    try base.makeDirectory(path)
  }
  func removeDirectory(_ path: String) throws(StorageError) { try base.removeDirectory(path) }
  func syncDirectory(_ path: String) throws(StorageError) { try base.syncDirectory(path) }
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
  func syncData() throws(StorageError) { try base.syncData() }
  func sync() throws(StorageError) { try base.sync() }
  func close() throws(StorageError) { try base.close() }
  func tryLock() throws(StorageError) -> Bool { try base.tryLock() }
  func isLockedByAnother() throws(StorageError) -> Bool { try base.isLockedByAnother() }
}
