import LedgerStorage
import LedgerTestSupport

/// A file system with a callback before a file is opened.
struct OpeningFileSystem: WrappedFileSystem {
  let base: any FileSystem
  /// Receives the path; its errors become those of the opening.
  let hook: @Sendable (String) throws(StorageError) -> Void

  func willOpen(_ path: String, _ access: FileAccess) throws(StorageError) { try hook(path) }
}
