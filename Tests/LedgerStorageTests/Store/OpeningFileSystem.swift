import LedgerStorage
import LedgerTestSupport

/// A file system that calls back before a file is opened.
struct OpeningFileSystem: WrappedFileSystem {
  let base: any FileSystem
  /// Gets the path; what it throws the opening throws.
  let hook: @Sendable (String) throws(StorageError) -> Void

  func willOpen(_ path: String, _ access: FileAccess) throws(StorageError) { try hook(path) }
}
