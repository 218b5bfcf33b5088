import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct RunStoreTests {
  /// A ledger of some entries, open for writing.
  private func store(in system: any FileSystem) throws -> LogStore {
    let store = try Session.create(in: system)
    for _ in 0..<40 { try Session.append(to: store) }
    try store.sync()
    return store
  }

  private func bytes(_ range: Range<UInt64>, of store: LogStore) throws -> [UInt8] {
    var writer = RunWriter(range: range, ledgerID: store.ledgerID)
    for key in range { try writer.append(1, key, [UInt8](repeating: 1, count: 100).rawSpan) }
    return try writer.finish()
  }

  private func install(_ ranges: [Range<UInt64>], in store: LogStore) throws {
    for range in ranges {
      try store.installRun(bytes(range, of: store), range: range, syncing: false)
    }
  }

  private func path(_ range: Range<UInt64>) -> String { "\(Session.path)/\(RunName(range: range))" }

  @Test func `the chain of runs begins at 0, reaches furthest, and prefers long runs`() {
    func chain(_ ranges: [Range<UInt64>]) -> [Range<UInt64>] { RunChain.best(of: Set(ranges)) }
    #expect(chain([]) == [])
    #expect(chain([1..<5, 5..<9]) == [])
    #expect(chain([0..<4, 4..<8, 0..<8, 8..<9, 10..<20]) == [0..<8, 8..<9])
    #expect(chain([0..<10, 0..<4, 4..<20]) == [0..<4, 4..<20])
    #expect(chain([0..<10, 0..<4, 4..<12, 12..<15, 10..<15]) == [0..<10, 10..<15])
    #expect(chain([0..<4, 0..<2, 2..<4, 4..<6, 2..<6]) == [0..<4, 4..<6])
  }

  @Test func `names of runs are read back, and others are none`() {
    for range in [0..<1, 7..<4096, UInt64.max - 2 ..< .max] as [Range<UInt64>] {
      #expect(RunName(RunName(range: range).description)?.range == range)
    }
    for name in [
      "run-0000000000000000-0000000000000001", "run-0000000000000002-0000000000000001.idx",
      "run-000000000000000A-000000000000000B.idx", "run-0000000000000000-ffffffffffffffff.idx",
      "run-0000000000000000-0000000000000001.idx.tmp",
    ] { #expect(RunName(name) == nil) }
  }

  @Test func `runs are installed, opened and removed`() throws {
    let system = SimulatedFileSystem(seed: 71)
    let store = try store(in: system)
    #expect(try store.openRuns().runs.isEmpty && store.openRuns().problems.isEmpty)
    try install([0..<8, 8..<12, 12..<20], in: store)
    try store.installRun(bytes(0..<12, of: store), range: 0..<12, syncing: true)

    let file = try store.beginRun(20..<30)
    var writer = RunWriter(to: file)
    #expect(throws: StorageError.self) { try store.installRun(file, syncing: true) }
    for key in UInt64(20)..<30 { try writer.append(1, key, [UInt8]().rawSpan) }
    _ = try writer.finish()
    try store.installRun(file, syncing: true)

    for mode in [LogStore.Mode.writing, .reading] {
      let store = mode == .writing ? store : try Session.open(in: system, .reading)
      let (runs, problems) = try store.openRuns()
      #expect(runs.map(\.range) == [0..<12, 12..<20, 20..<30] && problems.isEmpty)
      #expect(try runs[1].withValue(1, 13) { $0.byteCount } == 100)
      #expect(try store.openRun(8..<12).count(of: 1) == 4)
    }
    #expect(try LogStore.inspect(at: Session.path, in: system).problems.isEmpty)
    let held = try store.openRuns().runs
    try store.removeRuns(keeping: [0..<12])
    #expect(system.files().keys.filter { $0.contains("run-") } == [path(0..<12)])
    #expect(try held[2].withValue(1, 21) { $0.byteCount } == 0)
    try store.close()
    for call in [
      { try self.install([0..<4], in: store) }, { try store.removeRuns(keeping: []) },
      { _ = try store.beginRun(0..<4) },
    ] { #expect(throws: StorageError.self) { try call() } }
    #expect(try Session.open(in: system).openRuns().runs.map(\.range) == [0..<12])
  }

  @Test func `what is wrong with a run is named, and others take its place`() throws {
    let system = SimulatedFileSystem(seed: 72)
    let store = try store(in: system)
    try install([0..<8, 8..<12, 12..<20, 8..<20, 20..<30, 0..<20], in: store)
    let files = system.files()
    // One is truncated, one is another run, one covers entries that the ledger does not have.
    system.setBytes(Array(try #require(files[path(0..<20)]).dropLast(5)), of: path(0..<20))
    system.setBytes(try #require(files[path(8..<12)]), of: path(8..<20))
    let beyond = path(30..<1000)
    system.setBytes(try bytes(30..<1000, of: store), of: beyond)
    let (runs, problems) = try store.openRuns()
    #expect(runs.map(\.range) == [0..<8, 8..<12, 12..<20, 20..<30])
    #expect(problems.count == 3)
    for path in [path(0..<20), path(8..<20), beyond] {
      #expect(problems.contains { $0.hasPrefix(path) }, "\(path)")
    }
    // No other run covers the entries of this one.
    system.setBytes([], of: path(12..<20))
    #expect(try store.openRuns().runs.map(\.range) == [0..<8, 8..<12])

    let found = try LogStore.inspect(at: Session.path, in: system).problems
    #expect(found.map(\.path) == [path(0..<20), path(8..<20), path(12..<20)])
    #expect(found.allSatisfy { $0.severity == .note && $0.what.contains("derived") })
  }

  @Test func `a run or a directory that may not be read is named`() throws {
    let system = SimulatedFileSystem(seed: 77)
    let store = try store(in: system)
    try install([0..<8, 8..<12, 0..<12], in: store)
    system.inject(SimulatedFault(.open, errorNumber: 13))
    var (runs, problems) = try store.openRuns()
    #expect(runs.map(\.range) == [0..<8, 8..<12])
    #expect(problems.count == 1 && problems[0].hasPrefix(path(0..<12)))
    #expect(problems[0].hasSuffix("(EACCES)"))
    system.inject(SimulatedFault(.list, errorNumber: 5))
    (runs, problems) = try store.openRuns()
    #expect(runs.isEmpty && problems.count == 1 && problems[0].hasPrefix(Session.path))
  }

  @Test func `inspecting reads every page of every run`() throws {
    let system = SimulatedFileSystem(seed: 73)
    let store = try store(in: system)
    try install([0..<40], in: store)
    let original = try #require(system.files()[path(0..<40)])
    for page in 1..<original.count / 4096 {
      var bytes = original
      bytes[page * 4096 + 700] ^= 1
      system.setBytes(bytes, of: path(0..<40))
      let found = try LogStore.inspect(at: Session.path, in: system).problems
      #expect(found.count == 1 && found[0].offset == UInt64(page * 4096), "page \(page)")
    }
  }

  @Test func `inspecting tells a filter that hides entries, with checksums that are right`() throws
  {
    let system = SimulatedFileSystem(seed: 77)
    let store = try store(in: system)
    try install([0..<40], in: store)
    var bytes = try #require(system.files()[path(0..<40)])
    let headerChecksum: UInt32 = bytes.span.bytes.integer(at: FileHeader.byteCount - 4)
    var filterCount = 0
    for unit in 1..<bytes.count / 4096 {
      let start = unit * 4096
      guard bytes[start + 4] == RunPageHeader.Kind.filter.rawValue else { continue }
      filterCount += 1
      for place in start + 16..<start + 4096 { bytes[place] = 0 }
      let checksum = RunPageHeader.checksum(
        bytes.span.bytes.extracting(start..<start + 4096), unit: unit,
        headerChecksum: headerChecksum)
      bytes.store(checksum, at: start)
    }
    #expect(filterCount == 1)
    system.setBytes(bytes, of: path(0..<40))
    let found = try LogStore.inspect(at: Session.path, in: system).problems
    #expect(found.count == 1 && found[0].severity == .error)
  }

  @Test func `a run that is not installed leaves nothing`() throws {
    let system = SimulatedFileSystem(seed: 74)
    let store = try store(in: system)
    let names = try system.list(Session.path).sorted()
    for kind in [SimulatedCall.create, .write, .syncData, .rename] {
      system.inject(SimulatedFault(kind, errorNumber: 28))
      let error = #expect(throws: StorageError.self) {
        try store.installRun(bytes(0..<8, of: store), range: 0..<8, syncing: true)
      }
      #expect(error?.category == .full)
      #expect(try system.list(Session.path).sorted() == names, "\(kind)")
    }
    do {
      let file = try store.beginRun(0..<8)
      #expect(try system.list(Session.path).count == names.count + 1)
      _ = file
    }
    #expect(try system.list(Session.path).sorted() == names)
    #expect(throws: StorageError.self) {
      try store.installRun(bytes(0..<8, of: store), range: 0..<9, syncing: true)
    }
    // A directory that cannot be synced may have lost other names too.
    system.inject(SimulatedFault(.syncDirectory, errorNumber: 5))
    #expect(throws: StorageError.self) {
      try store.installRun(bytes(0..<8, of: store), range: 0..<8, syncing: true)
    }
    #expect(throws: StorageError.self) { try Session.append(to: store) }
  }

  @Test func `the next writer removes what an unfinished run left`() throws {
    let system = SimulatedFileSystem(seed: 75)
    try store(in: system).close()
    let left = path(0..<8) + ".1.tmp"
    system.setBytes([1], of: left)
    let reader = try Session.open(in: system, .reading)
    #expect(try reader.openRuns().runs.isEmpty && system.files()[left] != nil)
    try Session.open(in: system).close()
    #expect(system.files()[left] == nil)
  }

  @Test func `a reader whose runs are replaced while it opens them opens the new ones`() throws {
    let system = SimulatedFileSystem(seed: 76)
    let store = try store(in: system)
    try install([0..<8, 8..<16, 16..<24], in: store)
    let merges = Locked<[Range<UInt64>]>([])
    let hooked = OpeningFileSystem(base: system) { path in
      guard path.contains("run-"), let range = merges.withLock({ $0.popLast() }) else { return }
      do {
        try self.install([range], in: store)
        try store.removeRuns(keeping: [range, 0..<8])
      } catch { Issue.record(error) }
    }
    let reader = try Session.open(in: hooked, .reading)
    merges.withLock { $0 = [8..<24] }
    var (runs, problems) = try reader.openRuns()
    #expect(runs.map(\.range) == [0..<8, 8..<24] && problems.isEmpty)
    merges.withLock { $0 = [0..<24] }
    (runs, problems) = try reader.openRuns()
    #expect(runs.map(\.range) == [0..<24] && problems.isEmpty)
    #expect(try runs[0].withValue(1, 23) { $0.byteCount } == 100)

    // A name that always vanishes is reported in the end.
    let lost = path(0..<24)
    let losing = OpeningFileSystem(base: system) { (path) throws(StorageError) in
      if path == lost { throw StorageError(.noSuchFile, "gone", path: path) }
    }
    let (none, why) = try Session.open(in: losing, .reading).openRuns()
    #expect(none.map(\.range) == [0..<8] && why.count == 1)
  }
}
