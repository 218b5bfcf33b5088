/// A directory that was created for a new ledger, and may have to be removed again.
struct MadeDirectory: Sendable {
  let parent: any Directory
  let name: String

  /// Creates it, and opens it.
  ///
  /// - Throws: `cannotCreate` if there is no parent directory, or within a ledger; what the file
  ///   system reports.
  static func make(
    at path: String, in fileSystem: any FileSystem
  ) throws(StorageError) -> (made: MadeDirectory, directory: LedgerDirectory) {
    let (parentPath, name) = split(path)
    let made: MadeDirectory
    do {
      made = MadeDirectory(parent: try fileSystem.openDirectory(parentPath), name: name)
      try checkOutsideOfLedgers(made.parent, for: path)
      try made.parent.makeDirectory(name)
    } catch {
      guard error.category == .noSuchFile || error.category == .notALedger else { throw error }
      throw error.recategorized(.cannotCreate)
    }
    do {
      return (made, LedgerDirectory(try made.parent.openDirectory(name)))
    } catch {
      made.remove()
      throw error
    }
  }

  /// Throws `cannotCreate` for a directory that is a ledger or within one: what is made in it would
  /// be taken for a file of that ledger, or be removed with it.
  ///
  /// - Parameter path: What is to be made, for the message.
  static func checkOutsideOfLedgers(
    _ directory: any Directory, for path: String
  ) throws(StorageError) {
    guard try isWithinLedger(directory) else { return }
    throw StorageError(.cannotCreate, "it would lie within a ledger", path: path)
  }

  /// Whether a directory is a ledger or within one.
  static func isWithinLedger(_ directory: any Directory) throws(StorageError) -> Bool {
    var directory = directory
    for _ in 0..<depthMax {
      if try directory.status(of: FileName.lock) != nil,
        LedgerDirectory.newestGeneration(try directory.list()) != nil
      {
        return true
      }
      guard let above = try parent(of: directory) else { return false }
      directory = above
    }
    return false
  }

  private static let depthMax = 4_096

  /// The directory above; nil if there is none, or it may not be looked at.
  static func parent(of directory: any Directory) throws(StorageError) -> (any Directory)? {
    do throws(StorageError) {
      let above = try directory.openDirectory("..")
      // Above the root is the root.
      let isSame = try above.status(of: ".")?.identity == directory.status(of: ".")?.identity
      return isSame ? nil : above
    } catch {
      guard [.noSuchFile, .notALedger, .permission].contains(error.category) else { throw error }
      return nil
    }
  }

  /// Makes its name durable.
  func sync() throws(StorageError) { try parent.sync() }

  /// Removes it if it is empty, as far as possible.
  func remove() { do { try parent.removeDirectory(name) } catch {} }

  /// The path of the parent directory, and the name in it.
  static func split(_ path: String) -> (parent: String, name: String) {
    var text = path[...]
    while text.count > 1, text.last == "/" { text.removeLast() }
    guard let slash = text.lastIndex(of: "/") else { return (".", String(text)) }
    let parent = slash == text.startIndex ? "/" : String(text[..<slash])
    return (parent, String(text[text.index(after: slash)...]))
  }
}
