import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct RunMergerTests {
  /// Tables with even numbers keep the latest of equal keys.
  private static func rule(_ table: UInt8) -> RunMerger.Rule { table % 2 == 0 ? .latest : .all }

  /// Contents without repeated keys in tables that keep only the latest.
  private static func sample(_ random: inout SeededGenerator) -> RunSample {
    var entries: [RunSample.Entry] = []
    for entry in RunSample(&random, scale: 400).entries {
      let table = entry.table / 17
      // So few keys that runs share some.
      if rule(table) == .latest, let last = entries.last, last.table == table,
        last.key == entry.key
      {
        continue
      }
      entries.append((table, entry.key, entry.value))
    }
    return RunSample(entries)
  }

  /// The expected content of a merge of samples.
  private static func merged(_ samples: [RunSample]) -> RunSample {
    var all: [(order: Int, entry: RunSample.Entry)] = []
    for (order, entry) in samples.flatMap(\.entries).enumerated() { all.append((order, entry)) }
    all.sort { ($0.entry.table, $0.entry.key, $0.order) < ($1.entry.table, $1.entry.key, $1.order) }
    var entries: [RunSample.Entry] = []
    for (_, entry) in all {
      if rule(entry.table) == .latest, let last = entries.last, last.table == entry.table,
        last.key == entry.key
      {
        entries.removeLast()
      }
      entries.append(entry)
    }
    return RunSample(entries)
  }

  private static func merge(_ runs: [Run], countingFrom least: Int = .max) throws -> [UInt8] {
    let range = runs[0].range.lowerBound..<runs[runs.count - 1].range.upperBound
    var writer = RunWriter(range: range, ledgerID: RunSample.ledgerID)
    #expect(try RunMerger.merge(runs, into: &writer, rule: rule, countingFrom: least))
    return try writer.finish()
  }

  @Test func `merging in any steps gives the bytes of writing at once`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<10 {
      let samples = (0..<5).map { _ in Self.sample(&random) }
      let runs = try samples.enumerated().map { (index, sample) in
        try sample.run(UInt64(index) * 10..<UInt64(index) * 10 + 10)
      }
      let expected = try Self.merged(samples).bytes(0..<50)
      #expect(try Self.merge(runs) == expected, "seed \(seed)")
      #expect(try Self.merge(runs, countingFrom: 0) == expected, "counted, seed \(seed)")
      func part(_ runs: ArraySlice<Run>) throws -> Run {
        try Run(Self.merge(Array(runs)), ledgerID: RunSample.ledgerID)
      }
      let inSteps = try Self.merge([part(runs[0..<2]), part(runs[2..<4]), runs[4]])
      #expect(inSteps == expected, "seed \(seed)")
    }
  }

  @Test func `a merge stops when it is told to`() throws {
    let sample = RunSample((0..<50_000).map { (2, $0, []) })
    let runs = try [sample.run(0..<1), sample.run(1..<2)]
    var asked = 0
    var writer = RunWriter(range: 0..<2, ledgerID: RunSample.ledgerID)
    func shouldGoOn() -> Bool {
      asked += 1
      return asked < 3
    }
    let isWhole = try RunMerger.merge(
      runs, into: &writer, rule: { _ in .all }, while: shouldGoOn)
    #expect(!isWhole && asked == 3)
  }

  @Test func `runs that do not join are not merged`() throws {
    let run = try RunSample([(1, 1, [1])]).run(0..<10)
    for runs in [[run, run], [], [run]] {
      var writer = RunWriter(range: 0..<20, ledgerID: RunSample.ledgerID)
      #expect(throws: StorageError.self) {
        try RunMerger.merge(runs, into: &writer, rule: Self.rule)
      }
    }
  }
}
