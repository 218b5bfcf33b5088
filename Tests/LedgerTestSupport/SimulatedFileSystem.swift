package import LedgerStorage

/// A file system in memory that can fail and crash on demand, reproducibly by a seed.
///
/// A failing write may have written a part. A failing sync drops what it should have synced: that
/// stays readable, but no later sync includes it. A crash makes every later call fail; `afterCrash`
/// is then the file system that the next process finds.
package final class SimulatedFileSystem: FileSystem {
  struct State: Sendable {
    var nodes: [Int: SimulatedNode] = [:]
    var tree = SimulatedTree()
    /// The locks on directories, by path.
    var directoryLocks: [String: Int] = [:]
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

  // MARK: Controls for tests

  /// Makes a call fail.
  package func inject(_ fault: SimulatedFault) { state.withLock { $0.faults.append(fault) } }

  /// Removes all planned faults.
  package func removeFaults() { state.withLock { $0.faults = [] } }

  /// Crashes in the middle of the call with this number, counted from 1 as `callCount()` does.
  package func crash(inCall number: Int, _ mode: SimulatedCrash) {
    state.withLock { $0.crash = (number, mode) }
  }

  /// Whether the crash has happened.
  package var hasCrashed: Bool { state.withLock { $0.isDead } }

  /// The calls that were made to fail so far.
  package var failedCalls: [SimulatedCall] { state.withLock { $0.failedCalls } }

  /// The number of calls so far, of one kind or of all in which a crash makes a difference.
  package func callCount(_ call: SimulatedCall? = nil) -> Int {
    state.withLock { state in call.map { state.counts[$0, default: 0] } ?? state.callCount }
  }

  /// The number of calls so far that change something.
  package var mutatingCallCount: Int {
    state.withLock { state in
      SimulatedCall.allCases.filter(\.isMutating).reduce(0) { $0 + state.counts[$1, default: 0] }
    }
  }

  /// Refuses, or permits again, all calls that change anything, like a medium that is mounted
  /// read-only.
  package func setRefusesWrites(_ refuses: Bool) { state.withLock { $0.refusesWrites = refuses } }

  /// Delays every sync of a file by this many microseconds before it does anything.
  package func setSyncDelay(_ delay: UInt32) { state.withLock { $0.syncDelay = delay } }

  /// Randomness for code that runs on this system, different at every call.
  package func entropy() -> SeededGenerator {
    state.withLock { SeededGenerator(seed: $0.random.next()) }
  }

  /// The file system that the next process finds. All locks are gone.
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

  /// Replaces the bytes of a file, or creates the file, as an operator or rot would.
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

  /// Removes a file.
  package func remove(_ path: String) { state.withLock { $0.tree.remove(path) } }

  // MARK: FileSystem

  package func openDirectory(_ path: String) throws(StorageError) -> any Directory {
    try perform(.open, path) { (state) throws(StorageError) in
      switch state.tree.entries[path] {
      case .directory: break
      case nil: throw Self.error(2, path)
      case .file: throw StorageError(.notALedger, "this is not a directory", path: path)
      }
    }
    return SimulatedDirectory(self, path: path)
  }
}
