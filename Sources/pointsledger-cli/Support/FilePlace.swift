import Glibc

/// Which file or directory a path leads to, whatever it is called there.
struct FilePlace: Equatable {
  private let device: UInt64
  private let inode: UInt64

  /// Nil where nothing is.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// The directory that a file of this path is in, or would be.
  static func ofDirectory(of path: String) -> FilePlace? {
    guard let slash = path.lastIndex(of: "/") else { return FilePlace(".") }
    return FilePlace(slash == path.startIndex ? "/" : String(path[..<slash]))
  }
}
