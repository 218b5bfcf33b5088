package import LedgerStorage

/// A file system around another one. It is notified before each call there, and may prevent it.
package protocol WrappedFileSystem: FileSystem {
  var base: any FileSystem { get }

  func willOpen(_ path: String, _ access: FileAccess) throws(StorageError)
  func willRename(to path: String) throws(StorageError)
  func willMakeDirectory(_ path: String) throws(StorageError)
  func willList(_ path: String) throws(StorageError)
  /// Whether directories can be locked there.
  var locksDirectories: Bool { get }
  /// The file to use instead of one that was opened.
  func wrap(_ file: any File, _ path: String) -> any File
}

extension WrappedFileSystem {
  package func willOpen(_ path: String, _ access: FileAccess) throws(StorageError) {}
  package func willRename(to path: String) throws(StorageError) {}
  package func willMakeDirectory(_ path: String) throws(StorageError) {}
  package func willList(_ path: String) throws(StorageError) {}
  package var locksDirectories: Bool { true }
  package func wrap(_ file: any File, _ path: String) -> any File { file }

  package func openDirectory(_ path: String) throws(StorageError) -> any Directory {
    WrappedDirectory(try base.openDirectory(path), of: self)
  }
}

private final class WrappedDirectory: Directory {
  private let base: any Directory
  private let system: any WrappedFileSystem

  init(_ base: any Directory, of system: any WrappedFileSystem) {
    self.base = base
    self.system = system
  }

  var path: String { base.path }

  func isInPlace() throws(StorageError) -> Bool { try base.isInPlace() }

  func openFile(_ name: String, _ access: FileAccess) throws(StorageError) -> any File {
    let path = "\(path)/\(name)"
    try system.willOpen(path, access)
    return system.wrap(try base.openFile(name, access), path)
  }

  func openDirectory(_ name: String) throws(StorageError) -> any Directory {
    WrappedDirectory(try base.openDirectory(name), of: system)
  }

  func rename(_ name: String, to newName: String) throws(StorageError) {
    try system.willRename(to: "\(path)/\(newName)")
    try base.rename(name, to: newName)
  }

  func makeDirectory(_ name: String) throws(StorageError) {
    try system.willMakeDirectory("\(path)/\(name)")
    try base.makeDirectory(name)
  }

  func status(of name: String) throws(StorageError) -> FileStatus? { try base.status(of: name) }
  func unlink(_ name: String) throws(StorageError) { try base.unlink(name) }
  func list() throws(StorageError) -> [String] {
    try system.willList(path)
    return try base.list()
  }
  func removeDirectory(_ name: String) throws(StorageError) { try base.removeDirectory(name) }
  func sync() throws(StorageError) { try base.sync() }
  func freeSpace() throws(StorageError) -> FreeSpace { try base.freeSpace() }
  func lock() throws(StorageError) -> (any DirectoryLock)? {
    system.locksDirectories ? try base.lock() : NoDirectoryLock()
  }
}

private final class NoDirectoryLock: DirectoryLock {
  let isHeld = false
  func release() {}
}
