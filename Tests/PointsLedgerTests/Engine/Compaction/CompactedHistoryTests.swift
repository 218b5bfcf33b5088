import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("After a compaction everything about the kept span is as before")
struct CompactedHistoryTests {
  @Test("random histories of all kinds, compacted twice", arguments: [5, 6])
  func randomHistories(seed: UInt64) throws {
    let run = try RandomLedger(seed: seed, commands: 2_600, hasSteadyClock: true)
    let ledger = run.ledger
    let dump = try Self.dump(ledger)
    let digest = try ledger.stateDigest()
    let first = run.instant(atPart: 0.5)
    let second = run.instant(atPart: 0.8)
    let (root, size) = (try ledger.info().root, ledger.nextSequence.value)
    var random = SeededGenerator(seed: seed)
    for (number, instant) in [first, second].enumerated() {
      // What is due is booked first, as it will be anyway.
      _ = try ledger.sweep(asOf: instant)
      let instants = try (0..<10).map { _ in max(instant, run.instant(&random)) }.sorted()
      let place = size * UInt64(number * 3 + 5) / 10
      let before = try Answers(of: ledger, run.identifiers, at: instants, from: place)
      let archive = "/archive-\(number)"
      let result = try ledger.compact(before: instant, into: .directory(archive))
      #expect(result.droppedEntries > 0, "seed \(seed)")
      let after = try Answers(of: ledger, run.identifiers, at: instants, from: place)
      #expect(before.difference(from: after) == nil, "seed \(seed), compaction \(number)")
      let report = Ledger.verify(at: archive, options: run.options)
      #expect(report.problems == [] && report.failure == nil, "seed \(seed)")
      let reader = try Ledger.openForReading(at: run.path, options: run.options)
      let read = try Answers(of: reader, run.identifiers, at: instants, from: place)
      #expect(before.difference(from: read) == nil, "seed \(seed), reader")
    }
    let end = ledger.nextSequence
    let again = Importer(into: ledger).run(format: .csv, bytes: dump)
    #expect(again.posted == 0 && again.refused == 0, "\(again)")
    #expect(ledger.nextSequence == end)
    try ledger.close()
    let report = Ledger.verify(at: run.path, options: run.options)
    #expect(report.problems == [] && report.failure == nil, "seed \(seed)")
    _ = (digest, root)
  }

  private static func dump(_ ledger: Ledger) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = InterchangeWriter(format: .csv)
    writer.appendHeader(to: &bytes)
    let units = ledger.units
    try ledger.forEachEntry { entry in
      let unit = entry.post.unit ?? units[0].code
      writer.append(
        entry, scale: UInt8(units.first { $0.code == unit }?.scale ?? 0), to: &bytes)
      return true
    }
    return bytes
  }
}
