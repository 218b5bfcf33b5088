import Glibc
import LedgerStorage
import LedgerTestSupport

/// A directory of the real file system that goes with this.
final class TestDirectory {
  let path: String

  init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    path = "\(base)/pointsledger-tests-\(UInt64.random(in: 0 ... .max))"
    try PosixFileSystem().makeDirectory(path)
  }

  deinit { Self.remove(path) }

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
