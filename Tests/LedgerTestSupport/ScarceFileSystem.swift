package import LedgerStorage

/// A file system on which at times nothing can be opened, as where a process has no descriptor left. What
/// is open stays open.
package final class ScarceFileSystem: FileSystem {
  private let base: any FileSystem
  private let scarce = Locked(false)
  private let refusals = Locked(0)

  package init(_ base: any FileSystem) { self.base = base }

  package func setScarce(_ isScarce: Bool) { scarce.withLock { $0 = isScarce } }

  /// How often something could not be opened.
  package var refusalCount: Int { refusals.withLock { $0 } }

  private func checkDescriptors(_ path: String) throws(StorageError) {
    guard scarce.withLock({ $0 }) else { return }
    refusals.withLock { $0 += 1 }
    throw StorageError(.resources, "cannot open it", path: path, errorNumber: 24)
  }

  package func openFile(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
    try checkDescriptors(path)
    return try base.openFile(path, access)
  }

  package func list(_ path: String) throws(StorageError) -> [String] {
    try checkDescriptors(path)
    return try base.list(path)
  }

  package func syncDirectory(_ path: String) throws(StorageError) {
    try checkDescriptors(path)
    try base.syncDirectory(path)
  }

  package func status(of path: String) throws(StorageError) -> FileStatus? {
    try base.status(of: path)
  }
  package func rename(_ path: String, to newPath: String) throws(StorageError) {
    try base.rename(path, to: newPath)
  }
  package func unlink(_ path: String) throws(StorageError) { try base.unlink(path) }
  package func makeDirectory(_ path: String) throws(StorageError) { try base.makeDirectory(path) }
  package func removeDirectory(_ path: String) throws(StorageError) {
    try base.removeDirectory(path)
  }
}
