package import LedgerStorage

/// A file system in memory that can fail and crash on demand, and repeats itself by a seed.
///
/// A failing write may have written a part. A failing sync drops what it should have synced: it stays
/// readable, but no later sync includes it. A crash makes every later call fail; `afterCrash` is then
/// the file system that the next process finds.
package final class SimulatedFileSystem: FileSystem {
  struct State: Sendable {
    var nodes: [Int: SimulatedNode] = [:]
    var tree = SimulatedTree()
    var nextID = 1
    var random: SeededGenerator
    var faults: [SimulatedFault] = []
    var counts: [SimulatedCall: Int] = [:]
    var crash: (call: Int, mode: SimulatedCrash)?
    var isDead = false
    var failedCalls: [SimulatedCall] = []
    var refusesWrites = false
    var syncDelay: UInt32 = 0

    mutating func newID() -> Int {
      nextID += 1
      return nextID
    }
  }

  let state: Locked<State>

  package init(seed: UInt64 = 0) { state = Locked(State(random: SeededGenerator(seed: seed))) }

  private init(_ state: State) { self.state = Locked(state) }

  // MARK: What tests ask for

  /// Makes a call fail.
  package func inject(_ fault: SimulatedFault) { state.withLock { $0.faults.append(fault) } }

  /// Forgets all faults to come.
  package func removeFaults() { state.withLock { $0.faults = [] } }

  /// Crashes in the middle of the call of this number, counted from the beginning, 1 for the first.
  package func crash(inCall number: Int, _ mode: SimulatedCrash) {
    state.withLock { $0.crash = (number, mode) }
  }

  /// Whether the crash has come.
  package var hasCrashed: Bool { state.withLock { $0.isDead } }

  /// The calls that were made to fail so far.
  package var failedCalls: [SimulatedCall] { state.withLock { $0.failedCalls } }

  /// The number of calls so far, of one kind or of all.
  package func callCount(_ call: SimulatedCall? = nil) -> Int {
    state.withLock { state in call.map { state.counts[$0, default: 0] } ?? state.callCount }
  }

  /// The number of calls so far that change something.
  package var mutatingCallCount: Int {
    state.withLock { state in
      SimulatedCall.allCases.filter(\.isMutating).reduce(0) { $0 + state.counts[$1, default: 0] }
    }
  }

  /// From now on it refuses (or again permits) what changes anything, like a medium mounted read-only.
  package func setRefusesWrites(_ refuses: Bool) { state.withLock { $0.refusesWrites = refuses } }

  /// From now on a sync of a file takes so long, in microseconds, before it does anything.
  package func setSyncDelay(_ delay: UInt32) { state.withLock { $0.syncDelay = delay } }

  /// Randomness for what runs on this system, different at every call.
  package func entropy() -> SeededGenerator {
    state.withLock { SeededGenerator(seed: $0.random.next()) }
  }

  /// What the next process finds. Whatever locks there were are gone.
  package func afterCrash(_ mode: SimulatedCrash, seed: UInt64) -> SimulatedFileSystem {
    state.withLock { state in
      var random = SeededGenerator(seed: seed)
      var next = State(random: random)
      next.nextID = state.nextID
      switch mode {
      case .processKill:
        next.nodes = state.nodes.mapValues { $0.afterProcessKill() }
        next.tree = state.tree
      case .powerCut:
        for id in state.nodes.keys.sorted() {
          next.nodes[id] = state.nodes[id]?.afterPowerCut(&random)
        }
        next.tree = state.tree.afterPowerCut(&random)
      }
      return SimulatedFileSystem(next)
    }
  }

  /// A copy in which everything is durable and nothing is locked.
  package func copy() -> SimulatedFileSystem {
    let copy = afterCrash(.processKill, seed: 0)
    for (path, bytes) in files() { copy.setBytes(bytes, of: path) }
    return copy
  }

  /// All files and their bytes.
  package func files() -> [String: [UInt8]] {
    state.withLock { state in
      state.tree.entries.compactMapValues { entry in
        if case .file(let id) = entry { state.nodes[id]?.bytes } else { nil }
      }
    }
  }

  /// Puts bytes in the place of what a file holds, or makes the file, as an operator or rot would.
  package func setBytes(_ bytes: [UInt8], of path: String) {
    state.withLock { state in
      let id: Int
      if case .file(let old)? = state.tree.entries[path] {
        id = old
      } else {
        id = state.newID()
        state.tree.add(path, .file(id))
        state.tree.sync(SimulatedTree.parent(of: path))
      }
      state.nodes[id, default: SimulatedNode()].overwrite(bytes)
    }
  }

  /// Takes a file away.
  package func remove(_ path: String) { state.withLock { $0.tree.remove(path) } }

  // MARK: FileSystem

  package func openFile(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
    // The file is made outside of the lock, which it takes when it goes.
    let call: SimulatedCall = access == .create ? .create : .open
    let (node, id) = try perform(call, path) { (state) throws(StorageError) -> (Int, Int) in
      if access == .readWrite, state.refusesWrites { throw Self.error(30, path) }
      let id: Int
      switch (state.tree.entries[path], access) {
      case (nil, .create):
        guard state.tree.entries[SimulatedTree.parent(of: path)] == .directory else {
          throw Self.error(2, path)
        }
        id = state.newID()
        state.nodes[id] = SimulatedNode()
        state.tree.add(path, .file(id))
      case (nil, _): throw Self.error(2, path)
      case (_, .create): throw Self.error(17, path)
      case (.directory, _): throw Self.error(21, path)
      case (.file(let old), _): id = old
      }
      return (id, state.newID())
    }
    return SimulatedFile(self, path: path, node: node, id: id, isWritable: access != .read)
  }

  package func status(of path: String) throws(StorageError) -> FileStatus? {
    try perform(.status, path) { (state) throws(StorageError) in
      switch state.tree.entries[path] {
      case nil: nil
      case .directory: FileStatus(kind: .directory, byteCount: 0)
      case .file(let id):
        FileStatus(kind: .file, byteCount: UInt64(state.nodes[id]?.bytes.count ?? 0))
      }
    }
  }

  package func rename(_ path: String, to newPath: String) throws(StorageError) {
    try perform(.rename, path) { (state) throws(StorageError) in
      guard state.tree.entries[path] != nil else { throw Self.error(2, path) }
      state.tree.rename(path, to: newPath)
    }
  }

  package func unlink(_ path: String) throws(StorageError) {
    try perform(.unlink, path) { (state) throws(StorageError) in
      guard case .file = state.tree.entries[path] else { throw Self.error(2, path) }
      state.tree.remove(path)
    }
  }

  package func list(_ path: String) throws(StorageError) -> [String] {
    try perform(.list, path) { (state) throws(StorageError) in
      guard state.tree.entries[path] == .directory else { throw Self.error(2, path) }
      var names = state.tree.names(in: path)
      names.shuffle(using: &state.random)
      return names
    }
  }

  package func makeDirectory(_ path: String) throws(StorageError) {
    try perform(.makeDirectory, path) { (state) throws(StorageError) in
      if state.tree.entries[path] != nil { throw Self.error(17, path) }
      guard state.tree.entries[SimulatedTree.parent(of: path)] == .directory else {
        throw Self.error(2, path)
      }
      state.tree.add(path, .directory)
    }
  }

  package func removeDirectory(_ path: String) throws(StorageError) {
    try perform(.removeDirectory, path) { (state) throws(StorageError) in
      guard state.tree.entries[path] == .directory else { throw Self.error(2, path) }
      guard state.tree.names(in: path).isEmpty else { throw Self.error(39, path) }
      state.tree.remove(path)
    }
  }

  package func syncDirectory(_ path: String) throws(StorageError) {
    try perform(.syncDirectory, path) { (state) throws(StorageError) in
      guard state.tree.entries[path] == .directory else { throw Self.error(2, path) }
      state.tree.sync(path)
    }
  }
}
