/// A fault in the bytes of a file, before the file is known.
package struct FormatFault: Error, Equatable {
  /// `damaged` or `newerFormat`.
  package let category: StorageError.Category
  package let what: String
  /// The offset in bytes from the start of the decoded bytes.
  package let offset: Int

  static func damaged(_ what: String, at offset: Int) -> FormatFault {
    FormatFault(category: .damaged, what: what, offset: offset)
  }

  static func newer(_ what: String, at offset: Int) -> FormatFault {
    FormatFault(category: .newerFormat, what: what, offset: offset)
  }

  /// The error for a file.
  func error(in path: String) -> StorageError {
    StorageError(category, what, path: path, offset: UInt64(clamping: offset))
  }
}
