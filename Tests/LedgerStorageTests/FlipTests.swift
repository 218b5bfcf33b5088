import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct FlipTests {
  /// A closed ledger of a few logs.
  private func closedLedger() throws -> (SimulatedFileSystem, end: UInt64) {
    let system = SimulatedFileSystem(seed: 11)
    let limits = LogLimits(bodyBytes: 1400, logBytes: 3584, initialBytes: 3072, growthBytes: 512)
    let store = try Session.create(in: system, limits: limits)
    for _ in 0..<8 {
      try Session.append(to: store)
      try store.sync()
    }
    try store.close()
    return (system, store.nextSequence)
  }

  /// Reads everything; nil where that is refused.
  private func read(_ system: SimulatedFileSystem) throws -> UInt64? {
    do {
      return try Session.check(Session.open(in: system, .reading))
    } catch is StorageError { return nil }
  }

  @Test func `a changed byte anywhere gives the same frames or an error`() throws {
    let (system, end) = try closedLedger()
    let files = system.files()
    #expect(files.keys.filter { $0.hasSuffix(".wal") }.count > 1)
    var random = SeededGenerator(seed: 12)
    var (refused, accepted) = (0, 0)
    for (path, original) in files.sorted(by: { $0.key < $1.key }) {
      for index in original.indices {
        // Of long runs of zeros a sample will do.
        if original[index] == 0, index % 512 > 150, index % 7 != 0 { continue }
        var bytes = original
        bytes[index] ^=
          random.coin() ? 1 << UInt8(random.index(8)) : UInt8.random(in: 1...255, using: &random)
        system.setBytes(bytes, of: path)
        let seen = try read(system)
        #expect(seen == nil || seen == end, "\(path), byte \(index)")
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
          } catch let error as StorageError { #expect(error.category == .damaged) }
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
        let seen = try read(system)
        #expect(seen == nil || seen == end, "\(path), \(count) bytes")
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
      #expect(seen == (path.hasSuffix("LOCK") || path.hasSuffix("ack") ? end : nil), "\(path)")
    }
  }
}
