/// A finding of an inspection of a ledger's files.
package struct StorageProblem: Equatable, Sendable, CustomStringConvertible {
  package enum Severity: Sendable {
    /// Nothing is lost: the next writer cleans it up, or it is merely worth knowing.
    case note
    /// Entries are unreadable, or in doubt.
    case error
  }

  package let severity: Severity
  /// The file's path.
  package let path: String
  /// The offset in the file, in bytes.
  package let offset: UInt64?
  package let what: String

  init(_ severity: Severity, _ what: String, path: String, offset: Int? = nil) {
    self.severity = severity
    self.path = path
    self.offset = offset.map { UInt64(clamping: $0) }
    self.what = what
  }

  /// An error found while checking a file.
  init(_ error: StorageError) {
    severity = .error
    path = error.path
    offset = error.offset
    what = error.errorNumber.map { "\(error.what) (\(ErrorNumber.name(of: $0)))" } ?? error.what
  }

  package var description: String {
    "\(path)\(offset.map { ", offset \($0)" } ?? ""): \(what)"
  }
}
