import Glibc
import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct RunDamageTests {
  private static let range: Range<UInt64> = 3..<8
  private static let name = RunName(range: range)
  private static let path = "/\(name)"

  /// A small run with pages of each kind, one of them of more than one unit.
  private static func small() -> RunSample {
    var random = SeededGenerator(seed: 5)
    var entries: [RunSample.Entry] = (0..<40).map { (1, $0 * $0, [1, UInt8($0)]) }
    entries += (0..<300).map { (2, $0, [UInt8](repeating: UInt8($0 & 255), count: 20)) }
    entries.append((3, 9, (0..<5000).map { _ in UInt8(truncatingIfNeeded: random.next()) }))
    return RunSample(entries)
  }

  private static func open(_ system: SimulatedFileSystem) throws -> Run {
    try Run(name, in: LedgerDirectory(at: "/", in: system), ledgerID: RunSample.ledgerID)
  }

  /// Whether the content is right or refused; it may only be refused as damaged.
  private static func isRightOrRefused(_ open: () throws -> Run, _ sample: RunSample) -> Bool {
    let questions = sample.entries.map { ($0.table, $0.key) } + [(1, 7), (2, 1000), (3, 8)]
    do { return try sample.isHeld(by: open(), asking: questions) } catch let error as StorageError {
      return error.category == .damaged || error.category == .newerFormat
    } catch { return false }
  }

  @Test func `a changed byte anywhere gives the right answers or an error, and is found`() throws {
    let sample = Self.small()
    let original = try sample.bytes(Self.range)
    var random = SeededGenerator(seed: 6)
    let system = SimulatedFileSystem(seed: 6)
    for index in original.indices {
      // For long runs of zeros a sample suffices.
      if original[index] == 0, index % 4096 > 300, index % 31 != 0 { continue }
      var bytes = original
      bytes[index] ^= 1 << UInt8(random.index(8))
      #expect(throws: StorageError.self, "byte \(index)") {
        try Run(bytes, ledgerID: RunSample.ledgerID).checkWhole()
      }
      // Reading through is checked for every changed byte, single lookups only for some.
      if index % 16 != 0 { continue }
      #expect(
        Self.isRightOrRefused({ try Run(bytes, ledgerID: RunSample.ledgerID) }, sample),
        "byte \(index)")
      system.setBytes(bytes, of: Self.path)
      #expect(Self.isRightOrRefused({ try Self.open(system) }, sample), "byte \(index)")
    }
  }

  @Test func `a run that is cut anywhere is refused when it is opened`() throws {
    let original = try Self.small().bytes(Self.range)
    for length in 0..<original.count where length % 37 == 0 || length % 4096 < 3 {
      #expect(throws: StorageError.self, "\(length) bytes") {
        try Run(Array(original[..<length]), ledgerID: RunSample.ledgerID)
      }
    }
    #expect(throws: StorageError.self) {
      try Run(original + [UInt8](repeating: 0, count: 4096), ledgerID: RunSample.ledgerID)
    }
  }

  @Test func `a file that is cut after it was opened gives an error`() throws {
    let scratch = try TestDirectory()
    let sample = Self.small()
    let bytes = try sample.bytes(Self.range)
    let path = scratch.path + Self.path
    let file = try PosixFileSystem().openFile(path, .create)
    try file.write(bytes.rawSpan, at: 0)
    let run = try Run(
      Self.name, in: LedgerDirectory(at: scratch.path, in: PosixFileSystem()),
      ledgerID: RunSample.ledgerID)
    #expect(try run.withValue(1, 4) { $0.byteCount } == 2)
    try #require(truncate(path, 4096 * 3) == 0)
    // What was read before is still there; reading the rest throws an error.
    #expect(try run.withValue(1, 4) { $0.byteCount } == 2)
    let error = #expect(throws: StorageError.self) {
      try run.withValue(3, 9) { $0.byteCount }
    }
    #expect(error?.category == .damaged)
  }

  @Test func `pages that change places are noticed, also between runs`() throws {
    let sample = Self.small()
    let original = try sample.bytes(Self.range)
    let other = try sample.bytes(8..<13)
    let pages = original.count / 4096
    for first in 1..<pages - 1 {
      for second in first + 1..<pages - 1 {
        var bytes = original
        bytes.replaceSubrange(
          first * 4096..<(first + 1) * 4096, with: original[second * 4096..<(second + 1) * 4096])
        bytes.replaceSubrange(
          second * 4096..<(second + 1) * 4096, with: original[first * 4096..<(first + 1) * 4096])
        #expect(Self.isRightOrRefused({ try Run(bytes, ledgerID: RunSample.ledgerID) }, sample))
        #expect(throws: StorageError.self) {
          try Run(bytes, ledgerID: RunSample.ledgerID).checkWhole()
        }
      }
      var bytes = original
      bytes.replaceSubrange(
        first * 4096..<(first + 1) * 4096, with: other[first * 4096..<(first + 1) * 4096])
      // The zeros at the end of a page of several units are the same in both.
      if bytes == original { continue }
      #expect(throws: StorageError.self) {
        try Run(bytes, ledgerID: RunSample.ledgerID).checkWhole()
      }
    }
  }

  @Test
  func
    `bytes with right checksums that make no sense are refused, or answered with whatever they say`()
    throws
  {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let sample = Self.small()
    let original = try sample.bytes(Self.range)
    let headerChecksum: UInt32 = original.rawSpan.integer(at: 124)
    // The pages; the header of each has its number of units.
    var pages: [Range<Int>] = []
    var unit = 1
    while unit * 4096 < original.count {
      let units = Int(original.rawSpan.integer(at: unit * 4096 + 6, as: UInt16.self))
      pages.append(unit..<unit + units)
      unit += units
    }
    for _ in 0..<3000 {
      var bytes = original
      let page = pages[random.index(pages.count)]
      let start = page.lowerBound * 4096
      for _ in 0...random.index(4) {
        // Mostly at the structure of a page.
        let offset = 4 + random.index([16, 60, 400, 4092][random.index(4)])
        bytes[start + offset] =
          random.coin() ? UInt8(truncatingIfNeeded: random.next()) : [0, 1, 255][random.index(3)]
      }
      let checksum = RunPageHeader.checksum(
        bytes.rawSpan.extracting(start..<page.upperBound * 4096), unit: page.lowerBound,
        headerChecksum: headerChecksum)
      bytes.store(checksum, at: start)
      guard let run = try? Run(bytes, ledgerID: RunSample.ledgerID) else { continue }
      // The test is that none of this traps or loops for ever.
      try? run.checkWhole()
      for table in run.tableNumbers {
        var cursor = run.cursor(table)
        for key in [0, 4, 9, 200, random.next(), .max] {
          _ = try? run.mayContain(table, key, .seconds)
          _ = try? run.withValue(table, key) { $0.byteCount }
          try? cursor.seek(to: key)
          for _ in 0..<50 { _ = try? cursor.next() }
        }
      }
      var writer = RunWriter(range: run.range, ledgerID: RunSample.ledgerID)
      _ = try? RunMerger.merge([run], into: &writer) { _ in .all }
    }
  }

  @Test func `a run of another ledger, another range or another kind is refused`() throws {
    let sample = Self.small()
    let bytes = try sample.bytes(Self.range)
    let system = SimulatedFileSystem(seed: 7)
    system.setBytes(bytes, of: Self.path)
    #expect(try Self.open(system).range == Self.range)
    let other = RunName(range: 3..<9)
    system.setBytes(bytes, of: "/\(other)")
    #expect(throws: StorageError.self) {
      try Run(other, in: LedgerDirectory(at: "/", in: system), ledgerID: RunSample.ledgerID)
    }
    #expect(throws: StorageError.self) {
      try Run(bytes, ledgerID: LedgerUUID(high: 1, low: 2))
    }
    var header = try FileHeader(decoding: bytes.rawSpan, expecting: .run)
    header.kind = .chain
    #expect(throws: StorageError.self) {
      try Run(header.encoded() + bytes[128...], ledgerID: RunSample.ledgerID)
    }
  }

  @Test func `what reading a page reports is passed on, and the next time it is read again`() throws
  {
    let sample = Self.small()
    let system = SimulatedFileSystem(seed: 8)
    system.setBytes(try sample.bytes(Self.range), of: Self.path)
    let run = try Self.open(system)
    system.inject(SimulatedFault(.read, errorNumber: 5))
    let error = #expect(throws: StorageError.self) { try run.withValue(3, 9) { $0.byteCount } }
    #expect(error?.category == .io)
    #expect(try run.withValue(3, 9) { $0.byteCount } == 5000)
    let reads = system.callCount(.read)
    #expect(try run.withValue(3, 9) { $0.byteCount } == 5000)
    #expect(system.callCount(.read) == reads)
  }
}
