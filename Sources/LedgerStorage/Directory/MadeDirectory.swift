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
    try checkOutside(path, of: fileSystem)
    let (parentPath, name) = split(path)
    let made: MadeDirectory
    do {
      made = MadeDirectory(parent: try fileSystem.openDirectory(parentPath), name: name)
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

  /// Throws `cannotCreate` for a path within a ledger, whose files would be taken for its own, or be
  /// removed with it.
  static func checkOutside(_ path: String, of fileSystem: any FileSystem) throws(StorageError) {
    var names = AbsolutePath.parts(of: path)
    while names.popLast() != nil {
      let enclosing = "/" + names.joined(separator: "/")
      do throws(StorageError) {
        let directory = try fileSystem.openDirectory(enclosing)
        if try directory.status(of: FileName.lock) != nil,
          LedgerDirectory.newestGeneration(try directory.list()) != nil
        {
          throw StorageError(
            .cannotCreate, "it would lie within the ledger \(enclosing)", path: path)
        }
      } catch {
        // A part of the path that is not there is found out when the directory is made.
        guard [.noSuchFile, .notALedger, .permission].contains(error.category) else { throw error }
      }
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
