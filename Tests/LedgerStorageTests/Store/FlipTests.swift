import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct FlipTests {
  /// A closed ledger of a few sealed ranges and a few logs.
  private func closedLedger() throws -> (SimulatedFileSystem, end: UInt64) {
    let system = SimulatedFileSystem(seed: 11)
    let limits = LogLimits(bodyBytes: 1400, logBytes: 3584, initialBytes: 3072, growthBytes: 512)
    let store = try Session.create(in: system, limits: limits)
    for round in 0..<12 {
      try Session.append(to: store)
      try store.sync()
      if round < 6 { try Sealing.sealAll(in: store) }
    }
    try store.close()
    return (system, store.nextSequence)
  }

  /// Reads everything; nil if that is refused.
  ///
  /// - Parameter changed: The file that was changed; if a sealed file is refused, its name must be
  ///   in the error.
  private func read(_ system: SimulatedFileSystem, changed: String = "") throws -> UInt64? {
    do {
      return try Session.check(Session.open(in: system, .reading))
    } catch let error as StorageError {
      if changed.hasSuffix(".seg") || changed.hasSuffix(".text") {
        #expect(error.category == .damaged || error.category == .newerFormat)
        #expect(error.path == changed)
      }
      return nil
    }
  }

  @Test func `a changed byte anywhere gives the same frames or an error`() throws {
    let (system, end) = try closedLedger()
    let files = system.files()
    for suffix in [".wal", ".seg", ".text", ".idx"] {
      #expect(files.keys.filter { $0.hasSuffix(suffix) }.count > 1)
    }
    var random = SeededGenerator(seed: 12)
    var (refused, accepted) = (0, 0)
    for (path, original) in files.sorted(by: { $0.key < $1.key }) {
      for index in original.indices {
        // For long runs of zeros a sample suffices.
        if original[index] == 0, index % 512 > 150, index % 7 != 0 { continue }
        var bytes = original
        bytes[index] ^=
          random.coin() ? 1 << UInt8(random.index(8)) : UInt8.random(in: 1...255, using: &random)
        system.setBytes(bytes, of: path)
        let seen = try read(system, changed: path)
        #expect(seen == nil || seen == end, "\(path), byte \(index)")
        if path.hasSuffix(".idx") { #expect(seen == end, "\(path), byte \(index)") }
        if seen == nil { refused += 1 } else { accepted += 1 }
        let found = try LogStore.inspect(at: Session.path, in: system)
        #expect(!found.problems.isEmpty, "\(path), byte \(index) goes unnoticed")
        if seen == nil { #expect(found.problems.contains { $0.severity == .error }) }
      }
      system.setBytes(original, of: path)
    }
    #expect(refused > 1_000 && accepted > 100)
    #expect(try read(system) == end)
  }

  @Test func `a writer meeting a changed byte loses no frame and changes nothing it refuses`()
    throws
  {
    let (system, end) = try closedLedger()
    let files = system.files()
    var random = SeededGenerator(seed: 13)
    for (path, original) in files.sorted(by: { $0.key < $1.key }) where !original.isEmpty {
      for _ in 0..<120 {
        var bytes = original
        bytes[random.index(bytes.count)] ^= 1 << UInt8(random.index(8))
        let copy = system.copy()
        copy.setBytes(bytes, of: path)
        let before = copy.files()
        do {
          let writer = try Session.open(in: copy)
          do {
            #expect(try Session.check(writer) == end)
          } catch let error as StorageError {
            #expect([.damaged, .newerFormat].contains(error.category))
          }
        } catch let error as StorageError {
          #expect([.damaged, .newerFormat, .ambiguousTail, .readOnly].contains(error.category))
          #expect(copy.files() == before)
        }
      }
    }
  }

  @Test func `a file cut short anywhere gives the same frames or an error`() throws {
    let (system, end) = try closedLedger()
    for (path, original) in system.files() where !original.isEmpty {
      for count in stride(from: 0, to: original.count, by: 37) {
        system.setBytes(Array(original[..<count]), of: path)
        let seen = try read(system, changed: path)
        #expect(seen == nil || seen == end, "\(path), \(count) bytes")
        if path.hasSuffix(".seg") || path.hasSuffix(".text") {
          // A truncation is found before anything is read.
          #expect(throws: StorageError.self) { try Session.open(in: system, .reading) }
        }
      }
      system.setBytes(original, of: path)
    }
  }

  @Test func `a missing file is damage, or says nothing`() throws {
    let (system, end) = try closedLedger()
    for path in system.files().keys {
      let copy = system.copy()
      copy.remove(path)
      let seen = try read(copy)
      let isNeeded = !["LOCK", "ack", ".idx"].contains { path.hasSuffix($0) }
      #expect(seen == (isNeeded ? nil : end), "\(path)")
    }
  }
}
