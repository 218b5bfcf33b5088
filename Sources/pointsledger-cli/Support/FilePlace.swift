import Glibc

/// The file or directory that a path leads to, whatever its name.
struct FilePlace: Equatable {
  private let device: UInt64
  private let inode: UInt64

  /// Nil if there is none.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
