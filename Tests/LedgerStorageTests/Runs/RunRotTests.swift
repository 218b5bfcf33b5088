import Glibc
import LedgerTestSupport
import Testing

@testable import LedgerStorage

/// Files of runs that change after they were opened and read.
@Suite struct RunRotTests {
  private static let range: Range<UInt64> = 3..<8
  private static let unit = 4096

  private static var name: RunName { RunName(range: range) }

  private static func run(in path: String) throws -> Run {
    try Run(
      name, in: LedgerDirectory(at: path, in: PosixFileSystem()), ledgerID: RunSample.ledgerID)
  }

  /// A run in a file of its own.
  private struct Setting {
    let scratch: TestDirectory
    let path: String
    let sample: RunSample
    let run: Run

    init(count: UInt64 = 4000) throws {
      scratch = try TestDirectory()
      path = scratch.path + "/" + RunRotTests.name.description
      sample = RunSample(
        (0..<count).map { (1, $0 * 3, [UInt8](repeating: UInt8($0 & 255), count: 9)) })
      let bytes = try sample.bytes(range)
      let descriptor = Glibc.open(path, O_RDWR | O_CREAT, 0o600)
      try #require(descriptor >= 0)
      defer { Glibc.close(descriptor) }
      try #require(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
      run = try RunRotTests.run(in: scratch.path)
    }

    /// Changes a byte in place.
    func flip(_ offset: Int) throws {
      let descriptor = Glibc.open(path, O_RDWR)
      try #require(descriptor >= 0)
      defer { Glibc.close(descriptor) }
      var byte: UInt8 = 0
      try #require(pread(descriptor, &byte, 1, offset) == 1)
      byte ^= 8
      try #require(pwrite(descriptor, &byte, 1, offset) == 1)
    }

    func value(_ key: UInt64, _ age: PageAge, _ dataAge: PageAge) throws -> [UInt8]? {
      var found: [UInt8]?
      try run.readValue(1, key, at: nil, age, dataAge) { found = RunSample.array($0) }
      return found
    }

    func merge(while shouldGoOn: () -> Bool = { true }) throws -> Bool {
      var writer = RunWriter(range: range, ledgerID: RunSample.ledgerID)
      return try RunMerger.merge([run], into: &writer, rule: { _ in .all }, while: shouldGoOn)
    }
  }

  @Test func `a data page that changed is refused by who decides, and by others when it is old`()
    throws
  {
    let setting = try Setting()
    let right = try #require(try setting.value(0, .seconds, .none))
    try setting.flip(Self.unit + 1000)
    #expect(throws: StorageError.self) { try setting.value(0, .seconds, .none) }
    PageAge.skip(11)
    #expect(throws: StorageError.self) { try setting.value(0, .seconds, .seconds) }
    try setting.flip(Self.unit + 1000)
    #expect(try setting.value(0, .seconds, .seconds) == right)
  }

  @Test func `a directory and a filter that changed are refused once they are old`() throws {
    let table = try #require(try Setting().run.table(1))
    for unit in [table.root, table.directoryEnd] {
      let setting = try Setting()
      let keys = setting.sample.entries.map(\.key)
      for key in keys { _ = try setting.value(key, .seconds, .none) }
      for line in 1..<64 { try setting.flip(unit * Self.unit + 64 * line + 7) }
      PageAge.skip(11)
      var refused = 0
      for key in keys {
        // It is never reported as missing.
        do { #expect(try setting.value(key, .seconds, .none) != nil) } catch { refused += 1 }
      }
      #expect(refused > keys.count / 4)
    }
  }

  @Test func `no merge takes over a page that changed after it was checked`() throws {
    let setting = try Setting()
    try setting.run.checkWhole()
    #expect(try setting.merge())
    try setting.flip(3 * Self.unit + 2000)
    #expect(throws: StorageError.self) { try setting.merge() }
  }

  @Test
  func `a file that is cut under its mapping is lost, and nothing that was read of it counts`()
    throws
  {
    for length in [0, 1, Self.unit, 3 * Self.unit + 5] {
      let setting = try Setting()
      try setting.run.checkWhole()
      #expect(!setting.run.isLost)
      try #require(truncate(setting.path, length) == 0)
      // Pages that were checked within the last seconds are read in place, from memory that is
      // gone.
      for entry in setting.sample.entries { _ = try? setting.value(entry.key, .seconds, .seconds) }
      #expect(setting.run.isLost)
      #expect(FileMapping.isAnyLost)
      #expect(throws: StorageError.self) { try setting.merge() }
    }
  }

  @Test func `what is lost while a merge reads it does not get right checksums`() throws {
    // A merge asks whether to go on every few thousand entries.
    let setting = try Setting(count: 20_000)
    // Everything is checked, and then disappears.
    for entry in setting.sample.entries { _ = try setting.value(entry.key, .seconds, .seconds) }
    var isCut = false
    #expect(throws: StorageError.self) {
      var writer = RunWriter(range: Self.range, ledgerID: RunSample.ledgerID)
      _ = try RunMerger.merge(
        [setting.run], into: &writer, rule: { _ in .all }, countingFrom: 0,
        while: {
          if !isCut { isCut = truncate(setting.path, 2 * Self.unit) == 0 }
          return true
        })
    }
    #expect(isCut)
  }

  @Test func `many mappings come and go while others are lost`() throws {
    let setting = try Setting()
    let path = setting.scratch.path
    for _ in 0..<50 {
      let runs = try (0..<100).map { _ in
        try Self.run(in: path)
      }
      #expect(runs.allSatisfy { !$0.isLost })
    }
    let lost = try Setting()
    try #require(truncate(lost.path, 0) == 0)
    _ = try? lost.value(0, .seconds, .none)
    lost.run.prefetch(1, hash: 5)
    #expect(!setting.run.isLost)
    #expect(try setting.value(3, .seconds, .none) != nil)
  }

  @Test func `a fault elsewhere is not ours: it ends the process, or goes to who was there before`()
    async
  {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      let setting = try Setting()
      _ = try setting.value(0, .seconds, .none)
      try RunRotTests.touchWhatIsGone(setting.scratch.path)
    }
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGBUS) { _ in _exit(7) }
      let setting = try Setting()
      _ = try setting.value(0, .seconds, .none)
      try RunRotTests.touchWhatIsGone(setting.scratch.path)
    }
  }

  /// Reads a mapping of an empty file, as a host may do. The process that ends leaves nothing
  /// behind.
  private static func touchWhatIsGone(_ directory: String) throws {
    let path = directory + "/other"
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT, 0o600)
    let start = mmap(nil, 4096, PROT_READ, MAP_SHARED, descriptor, 0)
    unlink(path)
    unlink(directory + "/" + name.description)
    rmdir(directory)
    let byte = try #require(start).load(as: UInt8.self)
    Issue.record("read \(byte)")
  }
}
