package import LedgerStorage

/// Whole paths, for changes that tests make in a ledger's directory from outside.
extension FileSystem {
  package func openFile(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
    let (directory, name) = try split(path)
    return try directory.openFile(name, access)
  }

  package func status(of path: String) throws(StorageError) -> FileStatus? {
    let (directory, name) = try split(path)
    return try directory.status(of: name)
  }

  package func list(_ path: String) throws(StorageError) -> [String] {
    try openDirectory(path).list()
  }

  package func rename(_ path: String, to newName: String) throws(StorageError) {
    let (directory, name) = try split(path)
    try directory.rename(name, to: newName)
  }

  package func unlink(_ path: String) throws(StorageError) {
    let (directory, name) = try split(path)
    try directory.unlink(name)
  }

  package func makeDirectory(_ path: String) throws(StorageError) {
    let (directory, name) = try split(path)
    try directory.makeDirectory(name)
  }

  package func removeDirectory(_ path: String) throws(StorageError) {
    let (directory, name) = try split(path)
    try directory.removeDirectory(name)
  }

  private func split(_ path: String) throws(StorageError) -> (any Directory, String) {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let parent = slash == path.startIndex ? "/" : String(path[..<slash])
    return (try openDirectory(parent), String(path[path.index(after: slash)...]))
  }
}
