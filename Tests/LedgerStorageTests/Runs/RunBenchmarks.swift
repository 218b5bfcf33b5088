import Glibc
import LedgerTestSupport
import Testing

@testable import LedgerStorage

/// Prints the cost of reading, writing and merging: `POINTSLEDGER_BENCHMARK_RUNS=1`.
@Suite(.enabled(if: getenv("POINTSLEDGER_BENCHMARK_RUNS") != nil), .serialized)
struct RunBenchmarks {
  private static let count = 1_000_000

  private func measure(_ what: String, _ count: Int, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    var best = Duration.seconds(1_000_000)
    for _ in 0..<3 { best = min(best, try clock.measure(body)) }
    let nanoseconds =
      Double(best.components.attoseconds / 1_000_000_000) + Double(best.components.seconds) * 1e9
    print("\(what): \(Int(nanoseconds) / count) ns each, \(Int(nanoseconds / 1e6)) ms")
  }

  private func lookUp(_ keys: [UInt64], _ others: [UInt64], in run: Run, _ what: String) throws {
    var sum = 0
    try measure("\(what), found", keys.count) {
      for key in keys { sum += try run.withValue(1, key) { $0.byteCount } ?? 0 }
    }
    #expect(sum == 3 * keys.count * 4)
    try measure("\(what), not found", others.count) {
      for key in others { sum += try run.withValue(1, key) { $0.byteCount } ?? 0 }
    }
    try measure("\(what), filter", others.count) {
      for key in others { sum += try run.mayContain(1, key, .seconds) ? 1 : 0 }
    }
  }

  @Test func `look-ups, writing and merging of a million`() throws {
    var random = SeededGenerator(seed: 9)
    let scratch = try TestDirectory()
    for isDense in [true, false] {
      let name = isDense ? "dense" : "hashes"
      let keys =
        isDense
        ? Array(0..<UInt64(Self.count)) : (0..<Self.count).map { _ in random.next() }.sorted()
      let value: [UInt8] = [1, 2, 3, 4]
      var bytes: [UInt8] = []
      try measure("\(name), write", Self.count) {
        var writer = RunWriter(range: 0..<20, ledgerID: RunSample.ledgerID)
        for key in keys { try writer.append(1, key, value.rawSpan) }
        bytes = try writer.finish()
      }
      print("\(name): \(Double(bytes.count) / Double(Self.count)) bytes each")
      let directory = try LedgerDirectory(at: scratch.path, in: PosixFileSystem())
      let runName = RunName(range: 0..<20)
      directory.discard(runName)
      try directory.files.openFile("\(runName)", .create).write(bytes.rawSpan, at: 0)
      let run = try Run(runName, in: directory, ledgerID: RunSample.ledgerID)
      try run.checkWhole()
      try lookUp(
        keys.shuffled(using: &random),
        keys.map { isDense ? $0 + 1_000_000 : $0 ^ 1 << 20 }.shuffled(using: &random),
        in: run, name)
      try measure("\(name), cursor", Self.count) {
        var cursor = run.cursor(1)
        while try cursor.next() {}
      }
      let parts = try (0..<4).map { part in
        try RunSample(
          keys.indices.filter { $0 * 4 / Self.count == part || (!isDense && $0 % 4 == part) }.map {
            (1, keys[$0], value)
          }
        )
        .run(UInt64(part) * 5..<UInt64(part) * 5 + 5)
      }
      try measure("\(name), merge", parts.reduce(0) { $0 + $1.count(of: 1) }) {
        var writer = RunWriter(range: 0..<20, ledgerID: RunSample.ledgerID)
        _ = try RunMerger.merge(parts, into: &writer) { _ in .latest }
        _ = try writer.finish()
      }
    }
  }

  @Test func `a run of 4,096 ledger entries`() throws {
    let value = [UInt8](repeating: 5, count: 64)
    try measure("15,000 entries of a megabyte", 15_000) {
      var writer = RunWriter(range: 0..<4096, ledgerID: RunSample.ledgerID)
      for key in 0..<UInt64(15_000) {
        try writer.append(UInt8(key / 3_000), key &* 7, value.rawSpan)
      }
      _ = try writer.finish()
    }
  }
}
