/// An error of the storage layer: what failed, where, and what to do about it.
package struct StorageError: Error, Equatable, Sendable {
  /// The kind of error; enough to choose an exit code or an answer.
  package enum Category: Sendable, CaseIterable {
    /// There is no ledger at the path.
    case notALedger
    /// A file or directory is missing.
    case noSuchFile
    /// Something already exists.
    case exists
    /// It cannot be created at this path, or with these properties.
    case cannotCreate
    /// The operating system reported an input or output error.
    case io
    /// Another process, or another store of this one, is writing.
    case locked
    /// Required bytes are missing or wrong, or the directory was rolled back.
    case damaged
    /// A later version of this software wrote it.
    case newerFormat
    /// It is open for reading, or this version may only read it.
    case readOnly
    /// The log ends in bytes that are either an unfinished write or rot; an operator must decide.
    case ambiguousTail
    /// No space or quota is left, or no room in the format. Nothing was harmed.
    case full
    /// The process or the system has too few descriptors, or too little memory, at the moment.
    /// Nothing was harmed, and nothing is known about the file.
    case resources
    /// A compaction or an erasure removed the file, and it had not been opened before. Nothing is
    /// wrong with the ledger.
    case removed
    /// The operating system does not permit it.
    case permission
    /// The medium is mounted so that nothing can be written.
    case readOnlyMedium
    /// An earlier write of this store failed, so nothing more is written until it is reopened.
    case poisoned
    /// The calling code broke a rule of this interface. Nothing was harmed.
    case misuse
  }

  package let category: Category
  /// What happened, as a clause without a full stop.
  package let what: String
  /// The file or directory concerned.
  package let path: String
  /// The offset in the file, in bytes.
  package let offset: UInt64?
  /// The error number of the system call, if one failed.
  package let errorNumber: Int32?

  package init(
    _ category: Category, _ what: String, path: String, offset: UInt64? = nil,
    errorNumber: Int32? = nil
  ) {
    self.category = category
    self.what = what
    self.path = path
    self.offset = offset
    self.errorNumber = errorNumber
  }

  /// Whether it is about the content of the file. Otherwise the file could not be read, and may be
  /// sound.
  package var isAboutContent: Bool {
    switch category {
    case .io, .resources, .removed, .permission, .readOnlyMedium: false
    default: true
    }
  }

  /// Whether it was caused by a lack of space, descriptors or memory. Nothing was then harmed, if
  /// nothing had been named or synced.
  package var isShortage: Bool { category == .full || category == .resources }

  /// The same error in another category, for callers for whom it means something else.
  func recategorized(_ category: Category, _ what: String? = nil) -> StorageError {
    StorageError(
      category, what ?? self.what, path: path, offset: offset, errorNumber: errorNumber)
  }
}

extension StorageError: CustomStringConvertible {
  /// One line: the path, the offset, what happened, the error's name, and what to do.
  package var description: String {
    var line = path
    if let offset { line += ", offset \(offset)" }
    line += ": \(what)"
    if let errorNumber { line += " (\(ErrorNumber.name(of: errorNumber)))" }
    return "\(line); \(category.advice)"
  }
}

extension StorageError.Category {
  /// What a person at the till or on the telephone can do.
  var advice: String {
    switch self {
    case .notALedger: "check the path, or make a ledger there"
    case .noSuchFile: "check the path"
    case .exists: "choose another path"
    case .cannotCreate: "choose another place or name"
    case .io: "check the medium and its connection, then reopen the ledger"
    case .locked:
      "wait until the other writer has closed it, post through it if it is `serve`, or open it for "
        + "reading"
    case .damaged: "nothing was changed: keep a copy of the directory and restore a backup"
    case .newerFormat: "use the newer version of this software"
    case .readOnly: "nothing was written"
    case .ambiguousTail:
      "reading works; verify it, and accept the loss of the tail (`recover --accept-tail`) if it is "
        + "an unfinished write"
    case .full: "make room, then try again; nothing was lost"
    case .resources:
      "let the process have more open files (ulimit -n) or more memory, then try again; nothing "
        + "was lost"
    case .removed: "refresh, or open the ledger again"
    case .permission: "check the owner and the mode of the files"
    case .readOnlyMedium: "mount the medium for writing, or open the ledger for reading"
    case .poisoned: "reopen the ledger"
    case .misuse: "this is a defect of the calling code"
    }
  }
}
