internal import Glibc

/// The operating system's files. Interrupted calls are repeated; short reads and writes are
/// continued.
package struct PosixFileSystem: FileSystem {
  package init() {}

  package func openDirectory(_ path: String) throws(StorageError) -> any Directory {
    do {
      let descriptor = try SystemCall.opening("cannot open the directory", path) {
        unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      }
      return try PosixDirectory(descriptor: descriptor, path: path, place: Self.place(of: path))
    } catch {
      switch error.errorNumber {
      case ENOTDIR where Self.isThere(path):
        throw StorageError(.notALedger, "this is not a directory", path: path)
      case ENOENT, ENOTDIR:
        throw StorageError(.noSuchFile, "there is no such directory", path: path)
      default: throw error
      }
    }
  }

  /// The absolute path without symbolic links, zero-terminated, as bytes: the names above a ledger
  /// need not be UTF-8. Nil if a directory above may not be searched.
  private static func place(of path: String) -> [CChar]? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved) + 1))
  }

  private static func isThere(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0
  }
}
