/// What is wrong with the bytes of a file, before it is known which file that is.
package struct FormatFault: Error, Equatable {
  /// `damaged` or `newerFormat`.
  package let category: StorageError.Category
  package let what: String
  /// Where, in bytes from the start of what was decoded.
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
