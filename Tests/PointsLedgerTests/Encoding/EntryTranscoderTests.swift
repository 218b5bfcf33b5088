import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite struct EntryTranscoderTests {
  /// An entry as it is read back: some entries decode to more than is in their bytes.
  private static func decoded(_ bytes: [UInt8], _ record: Record) throws -> Record {
    try bytes.span.bytes.withUnsafeBytes {
      var reader = ByteReader($0)
      return try Record.decode(from: &reader, sequence: record.sequence, posted: record.posted)
    }
  }

  private static func values(_ columns: EntryColumns) -> [[Int64]] {
    EntryColumn.allCases.map { column in
      let values = columns.integers.values(of: column)
      return values.indices.map { values[$0] }
    }
  }

  /// Adds entries to columns from their bytes and from their records.
  private static func check(_ records: [Record], seed: UInt64) throws {
    var transcoder = EntryTranscoder()
    var columns = EntryColumns()
    for record in records {
      let bytes = PlainEntryTests.encoding(of: record)
      let read = try decoded(bytes, record)
      columns.append(read)
      let summary = try bytes.span.bytes.withUnsafeBytes {
        var frame = ByteReader($0)
        let summary = try transcoder.add(
          from: &frame, sequence: record.sequence, posted: record.posted)
        #expect(frame.isAtEnd)
        return summary
      }
      let expected = "\(SummaryFields(read))"
      #expect("\(summary)" == expected, "seed \(seed): \(record)")
    }
    #expect(values(transcoder.columns) == values(columns), "seed \(seed)")
    #expect(transcoder.columns.texts == columns.texts, "seed \(seed)")
  }

  @Test func anEntryGoesIntoTheColumnsAsItsRecordDoes() throws {
    let seed = UInt64.random(in: .min ... .max)
    var records = RandomRecord(seed: seed)
    try Self.check((0..<1_000).map { _ in records.next() }, seed: seed)
  }

  @Test func aPlainEntryGoesIntoTheColumnsAsItsRecordDoes() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    var records: [Record] = []
    while records.count < 1_000 {
      guard let (post, plain, texts) = PlainEntryTests.plain(&random) else { continue }
      var entry = plain
      // Only some members need a seed.
      if entry.newMember != nil {
        entry.newMember = Record.NewMember(
          seed: Record.NewMember.needsSeed(entry.member) ? RandomBytes16(high: 1, low: 2) : nil)
      }
      records.append(entry.record(of: post, texts))
      let lot = PlainLot(
        origin: entry.sequence - 1, arrivedAt: -5, expires: 1 << 40, remaining: post.points)
      let expiry = PlainExpiry(
        sequence: entry.sequence, posted: 9, member: 3, unit: 0, lot: lot, effective: lot.expires,
        previous: Bool.random(using: &random) ? nil : entry.sequence - 1, balanceAfter: 77)
      records.append(expiry.record)
    }
    #expect(
      records.allSatisfy { record in
        var bytes = ByteWriter()
        record.encodeBody(into: &bytes)
        return bytes.bytes.span.bytes.withUnsafeBytes {
          var reader = ByteReader($0)
          guard let shape = try? reader.shape(), let kind = EntryKind(rawValue: shape.kind) else {
            return false
          }
          return EntryTranscoder.isPlain(kind, RecordField(rawValue: shape.fields))
        }
      })
    try Self.check(records, seed: seed)
  }
}
