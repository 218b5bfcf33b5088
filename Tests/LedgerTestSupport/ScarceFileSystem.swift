package import LedgerStorage

/// A file system that at times opens nothing, as if the process had no descriptor left. Open files
/// stay open.
package final class ScarceFileSystem: WrappedFileSystem {
  package let base: any FileSystem
  private let scarce = Locked(false)
  private let refusals = Locked(0)

  package init(_ base: any FileSystem) { self.base = base }

  package func setScarce(_ isScarce: Bool) { scarce.withLock { $0 = isScarce } }

  /// The number of times that something could not be opened.
  package var refusalCount: Int { refusals.withLock { $0 } }

  package func willOpen(_ path: String, _ access: FileAccess) throws(StorageError) {
    try checkDescriptors(path)
  }

  // A listing takes a descriptor of its own.
  package func willList(_ path: String) throws(StorageError) { try checkDescriptors(path) }

  private func checkDescriptors(_ path: String) throws(StorageError) {
    guard scarce.withLock({ $0 }) else { return }
    refusals.withLock { $0 += 1 }
    throw StorageError(.resources, "cannot open it", path: path, errorNumber: 24)
  }
}
