internal import Glibc

/// A directory of a `TrialFileSystem`.
final class TrialDirectory: Directory {
  private enum Entry: Sendable {
    case file(TrialFile)
    case directory(TrialDirectory)
    /// It is not there any more.
    case removed
  }

  let path: String
  /// Nil for a directory that was made here.
  private let base: (any Directory)?
  /// The names that were changed, and what was opened for writing.
  private let entries = Locked<[String: Entry]>([:])

  init(over base: (any Directory)?, path: String) {
    self.base = base
    self.path = path
  }

  func isInPlace() throws(StorageError) -> Bool { try base?.isInPlace() ?? true }

  func openFile(_ name: String, _ access: FileAccess) throws(StorageError) -> any File {
    try entries.withLock { (entries) throws(StorageError) -> any File in
      switch (entries[name], access) {
      case (.file(let file), .read), (.file(let file), .readWrite): return file
      case (.directory, .read), (.directory, .readWrite):
        throw StorageError(.damaged, "this is not a regular file", path: path(of: name))
      case (nil, .read): return try existing(name).openFile(name, .read)
      case (nil, .readWrite):
        let file = try TrialFile(over: existing(name).openFile(name, .read))
        entries[name] = .file(file)
        return file
      case (.removed, .read), (.removed, .readWrite): throw error(ENOENT, name)
      case (.file, .create), (.directory, .create): throw error(EEXIST, name)
      case (nil, .create), (.removed, .create):
        if entries[name] == nil, try base?.status(of: name) != nil { throw error(EEXIST, name) }
        let file = TrialFile()
        entries[name] = .file(file)
        return file
      }
    }
  }

  func openDirectory(_ name: String) throws(StorageError) -> any Directory {
    try directory(name)
  }

  private func directory(_ name: String) throws(StorageError) -> TrialDirectory {
    try entries.withLock { (entries) throws(StorageError) -> TrialDirectory in
      switch entries[name] {
      case .directory(let directory): return directory
      case .file: throw error(ENOTDIR, name)
      case .removed: throw error(ENOENT, name)
      case nil:
        let opened = try existing(name).openDirectory(name)
        let directory = TrialDirectory(over: opened, path: path(of: name))
        entries[name] = .directory(directory)
        return directory
      }
    }
  }

  func status(of name: String) throws(StorageError) -> FileStatus? {
    try entries.withLock { (entries) throws(StorageError) -> FileStatus? in
      switch entries[name] {
      case .file(let file):
        return FileStatus(
          kind: .file, byteCount: try file.size(), identity: try file.identity())
      case .directory:
        let identity = FileIdentity(device: .max, inode: 0)
        return FileStatus(kind: .directory, byteCount: 0, identity: identity)
      case .removed: return nil
      case nil: return try base?.status(of: name)
      }
    }
  }

  func rename(_ name: String, to newName: String) throws(StorageError) {
    let parts = newName.split(separator: "/", maxSplits: 1).map(String.init)
    let target = parts.count > 1 ? try directory(parts[0]) : self
    let moved = try take(name)
    target.entries.withLock { $0[parts.last ?? newName] = moved }
  }

  /// Removes an entry and returns it.
  private func take(_ name: String) throws(StorageError) -> Entry {
    try entries.withLock { (entries) throws(StorageError) -> Entry in
      let entry: Entry
      switch entries[name] {
      case .removed: throw error(ENOENT, name)
      case let known?: entry = known
      case nil:
        let base = try existing(name)
        if try base.status(of: name)?.kind == .directory {
          let opened = try base.openDirectory(name)
          entry = .directory(TrialDirectory(over: opened, path: path(of: name)))
        } else {
          entry = .file(try TrialFile(over: base.openFile(name, .read)))
        }
      }
      entries[name] = .removed
      return entry
    }
  }

  func unlink(_ name: String) throws(StorageError) {
    guard let kind = try status(of: name)?.kind else { throw error(ENOENT, name) }
    if kind == .directory { throw error(EISDIR, name) }
    entries.withLock { $0[name] = .removed }
  }

  func list() throws(StorageError) -> [String] {
    let base = try base?.list() ?? []
    return entries.withLock { entries in
      var names = base.filter { entries[$0] == nil }
      for (name, entry) in entries {
        if case .removed = entry { continue }
        names.append(name)
      }
      return names
    }
  }

  func makeDirectory(_ name: String) throws(StorageError) {
    if try status(of: name) != nil { throw error(EEXIST, name) }
    let made = TrialDirectory(over: nil, path: path(of: name))
    entries.withLock { $0[name] = .directory(made) }
  }

  func removeDirectory(_ name: String) throws(StorageError) {
    guard try directory(name).list().isEmpty else { throw error(ENOTEMPTY, name) }
    entries.withLock { $0[name] = .removed }
  }

  func sync() throws(StorageError) {}

  func freeSpace() throws(StorageError) -> FreeSpace {
    try base?.freeSpace() ?? FreeSpace(fileSystem: nil, byteCount: .max)
  }

  func lock() throws(StorageError) -> (any DirectoryLock)? {
    try existing(".").lock()
  }

  func lockHolder() -> Int32? { base?.lockHolder() }

  private func existing(_ name: String) throws(StorageError) -> any Directory {
    guard let base else { throw error(ENOENT, name) }
    return base
  }

  private func path(of name: String) -> String { "\(path)/\(name)" }

  private func error(_ number: Int32, _ name: String) -> StorageError {
    SystemCall.error(number, "cannot do it in memory", path(of: name))
  }
}
