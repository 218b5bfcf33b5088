import Glibc
import LedgerTestSupport
import Testing

@testable import LedgerStorage

/// A writer that loses its directory, or the proof that it is the writer.
@Suite struct PlaceTests {
  /// A file system without locks on directories.
  private struct LockingNoDirectory: WrappedFileSystem {
    let base: any FileSystem = PosixFileSystem()
    var locksDirectories: Bool { false }
  }

  enum Loss: CaseIterable {
    case movedAway, replaced, lockRemoved, lockReplaced, logReplaced
  }

  private let system = PosixFileSystem()

  /// A store for writing, with an ended log and something to sync, and its path.
  private func begun(_ scratch: TestDirectory, in system: any FileSystem) throws -> (
    LogStore, String
  ) {
    let path = "\(scratch.path)/ledger"
    let store = try Session.create(in: system, at: path)
    while store.nextToSeal() == nil {
      try store.reserve()
      try Session.append(to: store)
    }
    try store.sync()
    return (store, path)
  }

  /// The bytes of all files, by name.
  private func contents(_ path: String) throws -> [String: [UInt8]] {
    let directory = try LedgerDirectory(at: path, in: system)
    var contents: [String: [UInt8]] = [:]
    for name in try directory.files.list() {
      contents[name] = try directory.contents(of: name, limit: .max)
    }
    return contents
  }

  /// Makes a directory with these files.
  private func restore(_ contents: [String: [UInt8]], to path: String) throws {
    try system.makeDirectory(path)
    for (name, bytes) in contents {
      try system.openFile("\(path)/\(name)", .create).write(bytes.rawSpan, at: 0)
    }
  }

  private func replace(_ name: String, in path: String) throws {
    let bytes = try contents(path)[name] ?? []
    try system.unlink("\(path)/\(name)")
    try system.openFile("\(path)/\(name)", .create).write(bytes.rawSpan, at: 0)
  }

  @Test(arguments: Loss.allCases)
  func `a writer that lost its place publishes nothing and acknowledges nothing`(
    loss: Loss
  ) throws {
    for action in 0..<6 {
      let scratch = try TestDirectory()
      let (store, path) = try begun(scratch, in: system)
      let columns = try #require(try Sealing.begin(in: store))
      let end = store.nextSequence
      var held = path
      switch loss {
      case .movedAway, .replaced:
        held = "\(scratch.path)/moved"
        let files = try contents(path)
        try system.rename(path, to: "moved")
        if loss == .replaced { try restore(files, to: path) }
      case .lockRemoved: try system.unlink("\(path)/\(FileName.lock)")
      case .lockReplaced: try replace(FileName.lock, in: path)
      case .logReplaced:
        try replace(store.view.withLock { "\($0.activeName)" }, in: path)
      }
      let before = try contents(held)
      let restored = loss == .replaced ? try contents(path) : [:]
      let comment: Comment = "\(loss), \(action)"
      let error = #expect(throws: StorageError.self, comment) {
        switch action {
        case 0:
          try Session.append(to: store)
          try store.sync()
        case 1: try store.endLog(ifAtLeast: 0)
        case 2: try Sealing.install(columns, in: store)
        case 3:
          var run = RunWriter(range: 0..<2, ledgerID: store.ledgerID)
          try run.append(1, 2, [3].rawSpan)
          try store.installRun(run.finish(), range: 0..<2, syncing: true)
        case 4: try store.removeRuns(keeping: [])
        default: try store.close()
        }
      }
      #expect(error?.category == .poisoned, comment)
      #expect(store.durableSequence == end, comment)
      if action != 5 {
        #expect(throws: StorageError.self, comment) { try Session.append(to: store) }
        #expect(throws: StorageError.self, comment) { try store.close() }
      }
      let after = try contents(held)
      // Only entries that were not acknowledged may have been written.
      let isLog = { (name: String) in name.hasPrefix("log-") }
      #expect(
        after.filter { !isLog($0.key) } == before.filter { !isLog($0.key) }, comment)
      if loss == .replaced { #expect(try contents(path) == restored, comment) }
      let again = try Session.open(in: system, at: held)
      #expect(try Session.check(again) >= end, comment)
      try again.close()
    }
  }

  @Test func `where LOCK is removed under a writer, another one is still refused`() throws {
    let scratch = try TestDirectory()
    let (store, path) = try begun(scratch, in: system)
    try system.unlink("\(path)/\(FileName.lock)")
    let error = #expect(throws: StorageError.self) { try Session.open(in: system, at: path) }
    #expect(error?.category == .locked)
    #expect(throws: StorageError.self) { try store.close() }
    try Session.open(in: system, at: path).close()
  }

  @Test func `without locks on directories, it stops before it writes into the other's log`() throws
  {
    for isReserving in [false, true] {
      let scratch = try TestDirectory()
      let system = LockingNoDirectory()
      let (store, path) = try begun(scratch, in: system)
      try system.unlink("\(path)/\(FileName.lock)")
      let other = try Session.open(in: system, at: path)
      for _ in 0..<6 {
        try other.reserve()
        try Session.append(to: other)
      }
      try other.sync()
      let files = try contents(path)
      #expect(throws: StorageError.self) {
        for _ in 0..<40 {
          if isReserving { try store.reserve() } else { try Session.append(to: store) }
          if isReserving { try store.endLog(ifAtLeast: 0) }
        }
      }
      #expect(throws: StorageError.self) { try store.close() }
      #expect(try contents(path) == files)
      #expect(try Session.check(other) == other.nextSequence)
      try other.close()
      #expect(try LogStore.inspect(at: path, in: system).problems.isEmpty)
    }
  }

  @Test func `a manifest that another has put in place is not superseded`() throws {
    let scratch = try TestDirectory()
    let (store, path) = try begun(scratch, in: system)
    let columns = try #require(try Sealing.begin(in: store))
    var manifest = store.view.withLock { $0.manifest }
    let name = FileName.manifest(generation: manifest.generation)
    for isNewer in [false, true] {
      let scratch = try TestDirectory()
      let (store, path) = try begun(scratch, in: system)
      let directory = try LedgerDirectory(at: path, in: system)
      var manifest = store.view.withLock { $0.manifest }
      manifest.header.fileID = LedgerUUID(high: 1, low: 2)
      if isNewer { manifest.header.birthGeneration += 1 }
      let name = FileName.manifest(generation: manifest.generation)
      _ = try directory.prepare(name, manifest.encoded())
      try directory.install(name)
      let error = #expect(throws: StorageError.self) { try store.endLog(ifAtLeast: 0) }
      #expect(error?.category == .poisoned)
      #expect(try directory.manifest(generation: manifest.generation) == manifest)
    }
    // The same for a seal.
    manifest.header.fileID = LedgerUUID(high: 1, low: 2)
    let directory = try LedgerDirectory(at: path, in: system)
    _ = try directory.prepare(name, manifest.encoded())
    try directory.install(name)
    #expect(throws: StorageError.self) { try Sealing.install(columns, in: store) }
    #expect(throws: StorageError.self) { try Session.append(to: store) }
    #expect(try directory.manifest(generation: manifest.generation) == manifest)
  }
}
