import LedgerStorage
import LedgerTestSupport

/// A file system with a callback before files are created or renamed.
struct HookedFileSystem: WrappedFileSystem {
  let base: any FileSystem
  /// Receives the path.
  let hook: @Sendable (String) -> Void

  func willOpen(_ path: String, _ access: FileAccess) { if access == .create { hook(path) } }
  func willRename(to path: String) { hook(path) }
}
