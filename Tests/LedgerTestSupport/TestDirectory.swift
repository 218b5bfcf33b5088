internal import Glibc
internal import LedgerStorage

/// A directory of the real file system that is removed with this object.
package final class TestDirectory {
  package let path: String

  package init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    path = "\(base)/pointsledger-tests-\(UInt64.random(in: 0 ... .max))"
    try PosixFileSystem().makeDirectory(path)
  }

  deinit { Self.remove(path) }

  /// The paths of the open files of this process in the directory.
  package func openFiles() -> [String] {
    let descriptors = (try? PosixFileSystem().list("/proc/self/fd")) ?? []
    return descriptors.compactMap { name in
      var buffer = [CChar](repeating: 0, count: 4_096)
      let count = readlink("/proc/self/fd/\(name)", &buffer, buffer.count)
      guard count > 0 else { return nil }
      let target = String(
        decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
      return target.hasPrefix(path) ? target : nil
    }
  }

  private static func remove(_ path: String) {
    let system = PosixFileSystem()
    for name in (try? system.list(path)) ?? [] {
      let inner = "\(path)/\(name)"
      if (try? system.status(of: inner))?.kind == .directory {
        remove(inner)
      } else {
        try? system.unlink(inner)
      }
    }
    try? system.removeDirectory(path)
  }
}
