import LedgerStorage

/// A file system that calls back before a file is opened.
struct OpeningFileSystem: FileSystem {
  let base: any FileSystem
  /// Gets the path; what it throws the opening throws.
  let hook: @Sendable (String) throws(StorageError) -> Void

  func openFile(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
    try hook(path)
    return try base.openFile(path, access)
  }

  func rename(_ path: String, to newPath: String) throws(StorageError) {
    try base.rename(path, to: newPath)
  }

  func status(of path: String) throws(StorageError) -> FileStatus? { try base.status(of: path) }
  func unlink(_ path: String) throws(StorageError) { try base.unlink(path) }
  func list(_ path: String) throws(StorageError) -> [String] { try base.list(path) }
  func makeDirectory(_ path: String) throws(StorageError) { try base.makeDirectory(path) }
  func removeDirectory(_ path: String) throws(StorageError) { try base.removeDirectory(path) }
  func syncDirectory(_ path: String) throws(StorageError) { try base.syncDirectory(path) }
}
