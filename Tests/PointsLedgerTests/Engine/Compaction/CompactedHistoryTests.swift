import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("After a compaction everything about the kept span is as before")
struct CompactedHistoryTests {
  @Test("random histories of all kinds, compacted twice", arguments: [5])
  func randomHistories(seed: UInt64) throws {
    let run = try RandomLedger(seed: seed, commands: 2_400, hasSteadyClock: true)
    let ledger = run.ledger
    let dump = try Self.dump(ledger)
    let entries = try Self.lines(of: ledger)
    var random = SeededGenerator(seed: seed)
    for (number, part) in [0.5, 0.8].enumerated() {
      let instant = run.instant(atPart: part)
      // What is due is booked first, as it will be anyway.
      _ = try ledger.sweep(asOf: instant)
      let range = ledger.nextSequence.value * UInt64(part * 10) / 10..<ledger.nextSequence.value
      let instants = try (0..<10).map { _ in max(instant, run.instant(&random)) }.sorted()
      let before = try Answers(of: ledger, run.identifiers, at: instants, in: range)
      let archive = "/archive-\(number)"
      let result = try ledger.compact(before: instant, into: .directory(archive))
      #expect(result.droppedEntries > 0, "seed \(seed)")
      let after = try Answers(of: ledger, run.identifiers, at: instants, in: range)
      #expect(before.difference(from: after) == nil, "seed \(seed), compaction \(number)")
      let report = Ledger.verify(at: archive, options: run.options)
      #expect(report.problems == [] && report.failure == nil, "seed \(seed)")
      let reader = try Ledger.openForReading(at: run.path, options: run.options)
      let few = Array(instants.prefix(2))
      let read = try Answers(of: reader, run.identifiers, at: few, in: range)
      #expect(
        try Answers(of: ledger, run.identifiers, at: few, in: range) == read, "seed \(seed), reader"
      )
    }
    let end = ledger.nextSequence
    let again = Importer(into: ledger).run(format: .csv, bytes: dump)
    #expect(again.posted == 0 && again.refused == 0, "\(again)")
    #expect(ledger.nextSequence == end)
    let report = Ledger.verify(at: run.path, options: run.options)
    #expect(report.problems == [] && report.failure == nil, "seed \(seed)")

    // The archives are joined again, the last one first.
    let half = try ledger.restore(archive: "/archive-1", into: "/half")
    #expect(half.root == report.root && half.stateDigest == report.stateDigest)
    try ledger.close()
    let older = try Ledger.open(at: "/half", options: run.options)
    let whole = try older.restore(archive: "/archive-0", into: "/whole")
    try older.close()
    #expect(whole.root == report.root && whole.stateDigest == report.stateDigest)
    let joined = try Ledger.open(at: "/whole", options: run.options)
    #expect(try joined.cut() == nil)
    #expect(try Self.lines(of: joined).prefix(entries.count) == entries[...])
    try joined.close()
  }

  private static func lines(of ledger: Ledger) throws -> [String] {
    var lines: [String] = []
    try ledger.forEachEntry { entry in
      lines.append(line(entry))
      return true
    }
    return lines
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
