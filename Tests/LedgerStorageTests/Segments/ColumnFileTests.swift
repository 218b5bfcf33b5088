import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct ColumnFileTests {
  /// The segment of spec/files.md: two entries, one column of rows and one of references.
  private static let header = FileHeader(
    kind: .segment, ledgerID: WorkedExample.ledgerID,
    fileID: LedgerUUID(high: 0x4041_4243_4445_4647, low: 0x8849_4A4B_4C4D_4E4F),
    birthGeneration: 2, created: WorkedExample.created)
  private static let textID = LedgerUUID(high: 0x5051_5253_5455_4657, low: 0x9859_5A5B_5C5D_5E5F)
  private static let range: Range<UInt64> = 0..<2
  private static let lastClock = WorkedExample.created + 1000

  private static func file(_ kind: SealedKind) throws -> (bytes: [UInt8], record: SealedRecord) {
    var header = header
    header.kind = kind.headerKind
    if kind == .text { header.fileID = textID }
    var builder = ColumnFileBuilder(kind, header: header)
    let chunks = [
      ColumnChunk(region: .rows, column: 1, bytes: Array("hello".utf8)),
      ColumnChunk(region: .references, column: 0, bytes: Array("R1".utf8)),
    ]
    let isWithinLimits = builder.append(chunks.filter { $0.region.fileKind == kind })
    #expect(isWithinLimits)
    let file = try #require(
      builder.finish(
        range: range, lastClock: lastClock, summary: kind == .segment ? Array("sum".utf8) : []))
    let bytes = Array(file.parts.joined())
    #expect(bytes.count == file.byteCount)
    let record = SealedRecord(
      kind: kind, checksum: file.checksum, range: range, byteCount: file.byteCount,
      fileID: header.fileID, birthGeneration: 2)
    return (bytes, record)
  }

  @Test func `the bytes are those of the specification`() throws {
    let (segment, record) = try Self.file(.segment)
    let (text, textRecord) = try Self.file(.text)
    var manifest = ByteWriter()
    record.append(to: &manifest)
    textRecord.append(to: &manifest)
    #expect(record.name.description == "seg-0000000000000000-0000000000000001-4041424344454647.seg")
    for (bytes, rows) in [(segment, Self.segmentRows), (manifest.bytes, Self.recordRows)] {
      #expect(hexRows(bytes) == rows)
      #expect(try SpecificationFile.files.text().contains(rows.joined(separator: "\n")))
    }
    #expect(text.count == textRecord.byteCount)
  }

  private static let segmentRows: [String] = [
    "0000 89 50 4c 47 0d 0a 1a 0a 01 00 03 00 80 00 00 00",
    "0010 00 01 02 03 04 05 46 07 88 09 0a 0b 0c 0d 0e 0f",
    "0020 40 41 42 43 44 45 46 47 88 49 4a 4b 4c 4d 4e 4f",
    "0030 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
    "0050 00 a8 da 76 9b 01 00 00 00 00 00 00 00 00 00 00",
    "0070 00 00 00 00 00 00 00 00 00 00 00 00 28 23 83 11",
    "0080 01 00 01 05 00 00 68 65 6c 6c 6f 01 00 00 02 00",
    "0090 00 52 31 00 00 00 00 00 00 00 00 02 00 00 00 00",
    "00a0 00 00 00 e8 ab da 76 9b 01 00 00 00 04 00 00 01",
    "00b0 00 00 00 02 00 00 00 03 00 00 00 00 00 00 00 0b",
    "00c0 00 00 00 0a ae 64 3e 01 00 00 00 08 00 00 00 b6",
    "00d0 c9 ed b8 73 75 6d 5c 7c 25 f2 47 00 00 00 00 00",
    "00e0 00 00 89 50 4c 46 0d 0a 1a 0a",
  ]
  private static let recordRows: [String] = [
    "0000 03 00 00 00 5c 7c 25 f2 00 00 00 00 00 00 00 00",
    "0010 02 00 00 00 00 00 00 00 ea 00 00 00 00 00 00 00",
    "0020 40 41 42 43 44 45 46 47 88 49 4a 4b 4c 4d 4e 4f",
    "0030 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
    "0040 04 00 00 00 e4 38 52 e4 00 00 00 00 00 00 00 00",
    "0050 02 00 00 00 00 00 00 00 ca 00 00 00 00 00 00 00",
    "0060 50 51 52 53 54 55 46 57 98 59 5a 5b 5c 5d 5e 5f",
    "0070 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
  ]

  /// The footer of a segment with some blocks of random lengths.
  private static func footer(_ random: inout SeededGenerator) -> (ColumnFooter, fileByteCount: Int)
  {
    let rowCount = UInt64(1 + random.index(5_000))
    let range: Range<UInt64> = 0..<rowCount
    var offset: UInt32 = 128
    let regions = (0..<2).map { _ in
      (0..<ColumnLimits.blockCount(of: range)).map { _ in
        let length = UInt32(random.index(3_000))
        defer { offset += length }
        return ColumnFooter.Extent(
          offset: offset, byteCount: length, checksum: UInt32(truncatingIfNeeded: random.next()))
      }
    }
    let footer = ColumnFooter(
      range: range, lastClock: Int64(bitPattern: random.next()), regions: regions,
      summary: [UInt8](repeating: 7, count: random.index(50)))
    let byteCount = footer.encoded(kind: .segment, headerChecksum: 0).bytes.count
    return (footer, Int(offset) + byteCount + ColumnFooter.tailByteCount)
  }

  private static func decode(_ bytes: [UInt8], _ count: Int) throws(FormatFault) -> ColumnFooter {
    try ColumnFooter.decode(
      bytes.rawSpan, kind: .segment, header: header, headerChecksum: header.checksum,
      fileByteCount: count
    )
    .footer
  }

  @Test func `a footer comes back, and one that contradicts itself is refused`() throws {
    var random = SeededGenerator(seed: 71)
    for round in 0..<400 {
      let (footer, fileByteCount) = Self.footer(&random)
      var (bytes, _) = footer.encoded(kind: .segment, headerChecksum: Self.header.checksum)
      #expect(try Self.decode(bytes, fileByteCount) == footer)
      // A changed field under a right checksum. All but four fields can be checked against others.
      let field = random.index((bytes.count - 4) / 4) * 4
      let value: UInt32 =
        switch random.index(4) {
        case 0: 0
        case 1: .max
        case 2: bytes.rawSpan.integer(at: field) &+ 1
        default: UInt32(truncatingIfNeeded: random.next())
        }
      let isSame = bytes.rawSpan.integer(at: field) == value
      bytes.store(value, at: field)
      var header = ByteWriter()
      header.append(Self.header.checksum)
      let start = Checksum.crc32c(header.bytes.rawSpan)
      let end = bytes.count - 4
      bytes.store(Checksum.crc32c(bytes.rawSpan.extracting(0..<end), after: start), at: end)
      let decoded = try? Self.decode(bytes, fileByteCount)
      if field < 40, field != 8, field != 16, field != 20, !isSame {
        #expect(decoded == nil, "field \(field), round \(round)")
      } else if let decoded, field != 8 {
        #expect(decoded.range == footer.range)
      }
    }
  }

  @Test func `no bytes make a block, a tail, a footer or a name trap`() {
    var random = SeededGenerator(seed: 72)
    for _ in 0..<4_000 {
      var bytes = (0..<random.index(80)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      if bytes.count > 2, random.coin() {
        bytes[0] = UInt8(random.index(6))
        bytes[1] = 0
        for index in 2..<bytes.count where random.coin() { bytes[index] = UInt8(random.index(9)) }
      }
      if let block = ColumnBlock(decoding: bytes) {
        let total = block.columns.reduce(2) { $0 + 4 + $1.byteCount }
        #expect(total == bytes.count)
      }
      _ = try? Self.decode(bytes, bytes.count + random.index(300))
      let tail = ColumnFooter.tail(footerByteCount: random.index(300))
      _ = try? ColumnFooter.byteCount(tail: bytes.rawSpan, fileByteCount: random.index(200))
      _ = try? ColumnFooter.byteCount(tail: tail.rawSpan, fileByteCount: random.index(400))
    }
    for name in [
      "", "seg-", "chain-.idx", "seg-0000000000000001-0000000000000000-4041424344454647.seg",
      "seg-0000000000000000-ffffffffffffffff-4041424344454647.seg",
      "text-0000000000000000-0000000000000001-4041424344454647.seg",
      "seg-0000000000000000-0000000000000001-404142434445464G.seg",
      "seg-0000000000000000x0000000000000001-4041424344454647.seg",
    ] { #expect(SealedName(name) == nil) }
    for kind in SealedKind.allCases {
      let name = SealedName(kind: kind, range: 5..<1 << 60, id: random.next())
      #expect(SealedName(name.description) == name)
    }
  }

  @Test func `a manifest with sealed files comes back, and one that contradicts itself does not`()
    throws
  {
    let segment = SegmentRecord(
      segment: try Self.file(.segment).record, text: try Self.file(.text).record)
    var manifest = WorkedExample.manifest
    manifest.header.birthGeneration = 3
    manifest.segments = [segment]
    manifest.logs[0].firstSequence = 2
    #expect(try Manifest(decoding: manifest.encoded().rawSpan) == manifest)
    #expect(manifest.sealedSequence == 2)
    func refuses(_ change: (inout Manifest) -> Void) -> Bool {
      var copy = manifest
      change(&copy)
      return (try? Manifest(decoding: copy.encoded().rawSpan)) == nil
    }
    func changed(
      _ record: SealedRecord, kind: SealedKind? = nil, range: Range<UInt64>? = nil,
      byteCount: Int? = nil, birth: UInt64 = 2
    ) -> SealedRecord {
      SealedRecord(
        kind: kind ?? record.kind, checksum: record.checksum, range: range ?? record.range,
        byteCount: byteCount ?? record.byteCount, fileID: record.fileID, birthGeneration: birth)
    }
    let (rows, text) = (segment.segment, segment.text)
    for (first, second) in [
      (text, rows), (rows, rows), (changed(rows, kind: .chain), text),
      (changed(rows, range: 0..<3), text), (rows, changed(text, range: 1..<2)),
      (changed(rows, range: 1..<2), changed(text, range: 1..<2)),
      (changed(rows, birth: 4), text), (rows, changed(text, birth: 4)),
      (changed(rows, byteCount: ColumnLimits.fileBytesMax + 1), text),
      (changed(rows, range: 0..<0), changed(text, range: 0..<0)),
      (changed(rows, range: 0..<1 << 40), changed(text, range: 0..<1 << 40)),
    ] {
      #expect(refuses { $0.segments = [SegmentRecord(segment: first, text: second)] })
    }
    #expect(refuses { $0.logs = [] })
    #expect(refuses { $0.logs[0].firstSequence = 1 })
    #expect(refuses { $0.segments += [segment] })
    // A segment between logs.
    var bytes = manifest.encoded()
    let first = bytes.count - 4 - 3 * 64
    let log = Array(bytes[first + 128..<first + 192])
    bytes.replaceSubrange(first + 64..<first + 192, with: bytes[first..<first + 128])
    bytes.replaceSubrange(first..<first + 64, with: log)
    bytes.store(
      Checksum.crc32c(bytes.rawSpan.extracting(128..<bytes.count - 4)), at: bytes.count - 4)
    #expect(throws: FormatFault.self) { try Manifest(decoding: bytes.rawSpan) }
  }
}
