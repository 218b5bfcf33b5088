internal import Glibc

/// Paths that a file of a ledger names: they must hold whatever the working directory is later.
package enum AbsolutePath {
  /// A path from the root of the file system; the same path if the working directory is unknown.
  /// getcwd(3).
  package static func of(_ path: String) -> String {
    guard !path.hasPrefix("/"), let buffer = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(buffer) }
    let directory = unsafe String(cString: buffer)
    return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
  }
}
