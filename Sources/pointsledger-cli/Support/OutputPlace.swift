import Glibc
import PointsLedger

/// Where a command may write a file of its own.
enum OutputPlace {
  /// Throws if a file would be one of a ledger's, or within a ledger. Symbolic links are followed.
  ///
  /// - Parameter option: The one that names the file.
  static func check(_ path: String, _ option: String) throws(CommandFailure) {
    let path = resolved(path)
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    if Ledger.isWithinLedger(directory) {
      throw CommandFailure(
        .usage, "\(option) \(path) is in a ledger's directory: name a file elsewhere")
    }
  }

  /// The path of the file that a path leads to; the same if there is none.
  static func resolved(_ path: String) -> String {
    guard let found = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }
}
