import LedgerStorage
import LedgerTestSupport

/// A file system that calls back before files are made or renamed.
struct HookedFileSystem: WrappedFileSystem {
  let base: any FileSystem
  /// Gets the path.
  let hook: @Sendable (String) -> Void

  func willOpen(_ path: String, _ access: FileAccess) { if access == .create { hook(path) } }
  func willRename(to path: String) { hook(path) }
}
