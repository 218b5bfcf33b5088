import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct RunTests {
  @Test func `a run says what was written, in memory and in a file alike`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let scratch = try TestDirectory()
    for round in 0..<12 {
      let sample = RunSample(&random)
      let range = UInt64(round)..<UInt64(round) + 1 + random.next() % 1000
      let bytes = try sample.bytes(range)
      let questions = sample.questions(&random)
      let memory = try Run(bytes, ledgerID: RunSample.ledgerID)
      #expect(memory.range == range && memory.byteCount == bytes.count)
      #expect(try sample.isHeld(by: memory, asking: questions), "seed \(seed)")
      try memory.checkWhole()

      let name = RunName(range: range)
      let directory = try LedgerDirectory(at: scratch.path, in: PosixFileSystem())
      let file = try RunFile(for: name, in: directory, ledgerID: RunSample.ledgerID)
      var writer = RunWriter(to: file)
      try sample.add(to: &writer)
      #expect(try writer.finish().isEmpty)
      try file.install()
      #expect(try directory.contents(of: name, limit: .max) == bytes)
      let run = try Run(name, in: directory, ledgerID: RunSample.ledgerID)
      #expect(try sample.isHeld(by: run, asking: questions), "seed \(seed)")
    }
  }

  @Test func `a run may be empty, and its tables big enough for two levels of directory`() throws {
    var random = SeededGenerator(seed: 1)
    let empty = RunSample([])
    #expect(try empty.isHeld(by: empty.run(), asking: empty.questions(&random)))
    // 100,000 values of 17 bytes fill more pages than one directory page leads to.
    let big = RunSample(
      (0..<100_000).map {
        (7, $0 * 3, [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 17))
      })
    let run = try big.run()
    #expect(run.tables[0].depth == 2)
    try run.checkWhole()
    #expect(try big.isHeld(by: run, asking: big.questions(&random)))
  }

  @Test func `a cursor seeks forwards and backwards`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<5 {
      let sample = RunSample(&random)
      let run = try sample.run()
      for table in run.tableNumbers {
        let entries = sample.entries.filter { $0.table == table }
        var cursor = run.cursor(table)
        for _ in 0..<200 {
          let near = entries[random.index(entries.count)].key
          let key = [near, near &+ 1, near &- 1, random.next()][random.index(4)]
          try cursor.seek(to: key)
          var index = entries.firstIndex { $0.key >= key } ?? entries.count
          for _ in 0..<random.index(40) {
            let isThere = try cursor.next()
            #expect(isThere == (index < entries.count), "seed \(seed)")
            if !isThere { break }
            #expect(cursor.key == entries[index].key, "seed \(seed)")
            #expect(cursor.withValue { RunSample.array($0) } == entries[index].value)
            index += 1
          }
        }
      }
    }
  }

  @Test func `a filter lets one in a hundred through`() throws {
    for isDense in [true, false] {
      var random = SeededGenerator(seed: 3)
      let keys = (0..<UInt64(50_000)).map { isDense ? $0 : random.next() }
      let run = try RunSample(keys.sorted().map { (1, $0, []) }).run()
      var passed = 0
      for other in 0..<UInt64(50_000) {
        if try run.mayContain(1, isDense ? 50_000 + other : random.next(), .seconds) { passed += 1 }
      }
      #expect((250...750).contains(passed), "\(passed)")
    }
  }

  @Test func `hashes cost seven bytes each beside their values`() throws {
    var random = SeededGenerator(seed: 4)
    let keys = (0..<100_000).map { _ in random.next() }.sorted()
    let table = try RunSample(keys.map { (1, $0, [1, 2, 3, 4]) }).run().tables[0]
    let bytes = (table.directoryEnd - table.dataStart) * RunLimits.unitBytes
    #expect(bytes < 100_000 * (8 + 4))
  }

  @Test func `what does not fit a run is refused`() throws {
    func error(
      _ entries: [(UInt8, UInt64, Int)], _ range: Range<UInt64> = 0..<1
    ) -> StorageError.Category? {
      var writer = RunWriter(range: range, ledgerID: RunSample.ledgerID)
      do {
        for (table, key, count) in entries {
          try writer.append(table, key, [UInt8](repeating: 7, count: count).rawSpan)
        }
        _ = try writer.finish()
        return nil
      } catch { return error.category }
    }
    #expect(error([(1, 5, 0), (1, 5, 0), (1, 6, 0), (2, 0, 0)]) == nil)
    #expect(error([(1, 5, 0), (1, 4, 0)]) == .misuse)
    #expect(error([(2, 5, 0), (1, 6, 0)]) == .misuse)
    #expect(error([(1, 5, 0), (2, 5, 0), (1, 6, 0)]) == .misuse)
    #expect(error([(1, 5, RunLimits.valueBytesMax)]) == nil)
    #expect(error([(1, 5, RunLimits.valueBytesMax + 1)]) == .misuse)
    #expect(error((0..<20).map { ($0, 0, 0) }) == nil)
    #expect(error((0..<21).map { ($0, 0, 0) }) == .misuse)
    #expect(error([], 4..<4) == .misuse)
  }
}
