internal import LedgerStorage

/// An open directory of a simulated file system.
final class SimulatedDirectory: Directory {
  let path: String
  private let system: SimulatedFileSystem

  init(_ system: SimulatedFileSystem, path: String) {
    self.system = system
    self.path = path
  }

  func isInPlace() throws(StorageError) -> Bool {
    let path = path
    return try system.perform(.status, path) { (state) throws(StorageError) in
      state.tree.entries[path] == .directory
    }
  }

  /// Its faults leave no room.
  func freeSpace() throws(StorageError) -> FreeSpace {
    FreeSpace(fileSystem: "/ (simulated)", byteCount: 0)
  }

  func openFile(_ name: String, _ access: FileAccess) throws(StorageError) -> any File {
    let path = path(of: name)
    // The file is made outside of the lock, which its deinit takes.
    let call: SimulatedCall = access == .create ? .create : .open
    let (node, id) = try system.perform(call, path) { (state) throws(StorageError) -> (Int, Int) in
      if access == .readWrite, state.refusesWrites { throw SimulatedFileSystem.error(30, path) }
      let id: Int
      switch (state.tree.entries[path], access) {
      case (nil, .create):
        guard state.tree.entries[SimulatedTree.parent(of: path)] == .directory else {
          throw SimulatedFileSystem.error(2, path)
        }
        id = state.newID()
        state.nodes[id] = SimulatedNode()
        state.tree.add(path, .file(id))
      case (nil, _): throw SimulatedFileSystem.error(2, path)
      case (_, .create): throw SimulatedFileSystem.error(17, path)
      case (.directory, _):
        throw StorageError(.damaged, "this is not a regular file", path: path)
      case (.file(let old), _): id = old
      }
      return (id, state.newID())
    }
    return SimulatedFile(system, path: path, node: node, id: id, isWritable: access != .read)
  }

  func openDirectory(_ name: String) throws(StorageError) -> any Directory {
    try system.openDirectory(path(of: name))
  }

  func status(of name: String) throws(StorageError) -> FileStatus? {
    let path = path(of: name)
    return try system.perform(.status, path) { (state) throws(StorageError) in
      switch state.tree.entries[path] {
      case nil: nil
      case .directory: FileStatus(kind: .directory, byteCount: 0, identity: .simulated(0))
      case .file(let id):
        FileStatus(
          kind: .file, byteCount: UInt64(state.nodes[id]?.bytes.count ?? 0),
          identity: .simulated(id))
      }
    }
  }

  func rename(_ name: String, to newName: String) throws(StorageError) {
    let (path, newPath) = (path(of: name), path(of: newName))
    try system.perform(.rename, path) { (state) throws(StorageError) in
      guard state.tree.entries[path] != nil else { throw SimulatedFileSystem.error(2, path) }
      guard state.tree.entries[newPath] != .directory else {
        throw SimulatedFileSystem.error(21, path)
      }
      state.tree.rename(path, to: newPath)
    }
  }

  func unlink(_ name: String) throws(StorageError) {
    let path = path(of: name)
    try system.perform(.unlink, path) { (state) throws(StorageError) in
      guard case .file = state.tree.entries[path] else {
        throw SimulatedFileSystem.error(2, path)
      }
      state.tree.remove(path)
    }
  }

  func list() throws(StorageError) -> [String] {
    let path = path
    return try system.perform(.list, path) { (state) throws(StorageError) in
      guard state.tree.entries[path] == .directory else {
        throw SimulatedFileSystem.error(2, path)
      }
      var names = state.tree.names(in: path)
      names.shuffle(using: &state.random)
      return names
    }
  }

  func makeDirectory(_ name: String) throws(StorageError) {
    let path = path(of: name)
    try system.perform(.makeDirectory, path) { (state) throws(StorageError) in
      if state.tree.entries[path] != nil { throw SimulatedFileSystem.error(17, path) }
      guard state.tree.entries[SimulatedTree.parent(of: path)] == .directory else {
        throw SimulatedFileSystem.error(2, path)
      }
      state.tree.add(path, .directory)
    }
  }

  func removeDirectory(_ name: String) throws(StorageError) {
    let path = path(of: name)
    try system.perform(.removeDirectory, path) { (state) throws(StorageError) in
      guard state.tree.entries[path] == .directory else {
        throw SimulatedFileSystem.error(2, path)
      }
      guard state.tree.names(in: path).isEmpty else { throw SimulatedFileSystem.error(39, path) }
      state.tree.remove(path)
    }
  }

  func sync() throws(StorageError) {
    let path = path
    try system.perform(.syncDirectory, path) { (state) throws(StorageError) in
      guard state.tree.entries[path] == .directory else {
        throw SimulatedFileSystem.error(2, path)
      }
      state.tree.sync(path)
    }
  }

  func lock() throws(StorageError) -> (any DirectoryLock)? {
    let path = path
    let id = try system.perform(.lock, path) { (state) throws(StorageError) -> Int? in
      if state.directoryLocks[path] != nil { return nil }
      let id = state.newID()
      state.directoryLocks[path] = id
      return id
    }
    return id.map { SimulatedDirectoryLock(system, path: path, id: $0) }
  }

  private func path(of name: String) -> String { path == "/" ? "/\(name)" : "\(path)/\(name)" }
}

private final class SimulatedDirectoryLock: DirectoryLock {
  let isHeld = true
  private let system: SimulatedFileSystem
  private let path: String
  private let id: Int

  init(_ system: SimulatedFileSystem, path: String, id: Int) {
    self.system = system
    self.path = path
    self.id = id
  }

  deinit { release() }

  func release() {
    system.state.withLock { state in
      if state.directoryLocks[path] == id { state.directoryLocks[path] = nil }
    }
  }
}

extension FileIdentity {
  /// The identity of the node with this number.
  static func simulated(_ node: Int) -> FileIdentity {
    FileIdentity(device: 0, inode: UInt64(node))
  }
}
