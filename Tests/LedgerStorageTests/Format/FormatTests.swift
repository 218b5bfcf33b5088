import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct FormatTests {
  /// The bytes printed in spec/files.md.
  private static let worked: [(what: String, bytes: [UInt8], rows: [String])] = [
    (
      "log header", WorkedExample.logHeader.encoded(),
      [
        "0000 89 50 4c 47 0d 0a 1a 0a 01 00 02 00 80 00 00 00",
        "0010 00 01 02 03 04 05 46 07 88 09 0a 0b 0c 0d 0e 0f",
        "0020 10 11 12 13 14 15 46 17 98 19 1a 1b 1c 1d 1e 1f",
        "0030 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
        "0050 00 a8 da 76 9b 01 00 00 00 00 00 00 00 00 00 00",
        "0060 33 32 31 30 00 00 00 00 00 00 00 00 00 00 00 00",
        "0070 00 00 00 00 00 00 00 00 00 00 00 00 19 c5 29 e2",
      ]
    ),
    (
      "manifest", WorkedExample.manifest.encoded(),
      [
        "0000 89 50 4c 47 0d 0a 1a 0a 01 00 01 00 80 00 00 00",
        "0010 00 01 02 03 04 05 46 07 88 09 0a 0b 0c 0d 0e 0f",
        "0020 20 21 22 23 24 25 46 27 a8 29 2a 2b 2c 2d 2e 2f",
        "0030 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
        "0050 00 a8 da 76 9b 01 00 00 00 00 00 00 00 00 00 00",
        "0070 00 00 00 00 00 00 00 00 00 00 00 00 d3 51 bc cb",
        "0080 01 00 00 00 06 00 00 00 54 69 6c 6c 20 37 02 00",
        "00a0 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 11",
        "00b0 12 13 14 15 46 17 98 19 1a 1b 1c 1d 1e 1f 01 00",
        "00c0 00 00 00 00 00 00 00 00 00 00 00 00 00 00 66 95",
        "00d0 1f b4",
      ]
    ),
    (
      "frame", WorkedExample.frameSector,
      [
        "0000 33 32 31 30 01 00 00 00 50 4c 46 52 01 00 00 00",
        "0010 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
        "0020 02 00 00 00 05 00 00 00 00 02 00 00 00 00 00 00",
        "0030 e8 ab da 76 9b 01 00 00 19 c5 29 e2 4c bb 71 9a",
        "0040 00 00 00 00 6e 9d 4a c9 68 65 6c 6c 6f 00 00 00",
      ]
    ),
    (
      "ack", WorkedExample.ack.encoded(),
      [
        "0000 10 11 12 13 14 15 46 17 00 04 00 00 00 00 00 00",
        "0010 02 00 00 00 00 00 00 00 00 00 00 00 53 3a 6d 38",
      ]
    ),
  ]

  @Test func `the bytes are those of the specification`() throws {
    for (what, bytes, rows) in Self.worked { #expect(hexRows(bytes) == rows, "\(what)") }

    let text = try SpecificationFile.files.text()
    for (what, _, rows) in Self.worked {
      #expect(text.contains(rows.joined(separator: "\n")), "spec/files.md has another \(what)")
    }
  }

  @Test func `what is encoded is decoded to the same`() throws {
    let header = WorkedExample.logHeader
    #expect(try FileHeader(decoding: header.encoded().rawSpan, expecting: .log) == header)
    #expect(Ack(decoding: WorkedExample.ack.encoded().rawSpan) == WorkedExample.ack)

    var manifest = WorkedExample.manifest
    manifest.header.birthGeneration = 9
    manifest.name = String(repeating: "ß", count: 127)
    manifest.logs[0].end = .init(checksum: 5, nextSequence: 70, offset: 1 << 20)
    manifest.logs.append(
      LogRecord(firstSequence: 70, fileID: WorkedExample.manifestID, birthGeneration: 9))
    #expect(try Manifest(decoding: manifest.encoded().rawSpan) == manifest)
    #expect(WorkedExample.ledgerID.description == "00010203-0405-4607-8809-0a0b0c0d0e0f")
    #expect(LogName(manifest.logs[1].name.description) == manifest.logs[1].name)
  }

  @Test func `no changed bit and no cut is taken for what was written`() {
    var random = SeededGenerator(seed: 5)
    for (what, original, _) in Self.worked {
      let used = what == "frame" ? 8 + 64 + 5 : original.count
      for bit in 0..<used * 8 {
        var bytes = original
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(!Self.decodes(what, bytes), "\(what), bit \(bit)")
      }
      for count in 0..<original.count {
        #expect(!Self.decodes(what, Array(original[..<count])), "\(what), \(count) bytes")
      }
      for _ in 0..<300 {
        let bytes = (0..<random.index(600)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        #expect(!Self.decodes(what, bytes))
      }
    }
  }

  private static func decodes(_ what: String, _ bytes: [UInt8]) -> Bool {
    switch what {
    case "log header": return (try? FileHeader(decoding: bytes.rawSpan, expecting: .log)) != nil
    case "manifest": return (try? Manifest(decoding: bytes.rawSpan)) != nil
    case "ack": return Ack(decoding: bytes.rawSpan) != nil
    default:
      var reader = FrameReader()
      let start = LogPosition(startOf: WorkedExample.logHeader)
      return reader.read(bytes.rawSpan, base: 512, at: start) != nil
    }
  }

  @Test func `a manifest that contradicts itself is refused, whatever its checksum says`() {
    let record = WorkedExample.manifest.logs[0]
    func refuses(_ change: (inout Manifest) -> Void) -> Bool {
      var manifest = WorkedExample.manifest
      change(&manifest)
      return (try? Manifest(decoding: manifest.encoded().rawSpan)) == nil
    }
    #expect(!refuses { _ in })
    #expect(refuses { $0.logs = [] })
    #expect(refuses { $0.logs[0].firstSequence = 1 })
    #expect(refuses { $0.logs[0].birthGeneration = 2 })
    #expect(refuses { $0.logs[0].end = .init(checksum: 0, nextSequence: 4, offset: 1024) })
    #expect(refuses { $0.logs.append(record) })
    #expect(refuses { $0.name = String(repeating: "x", count: 256) })
    for end in [
      LogRecord.End(checksum: 0, nextSequence: 4, offset: 0),
      .init(checksum: 0, nextSequence: 4, offset: 1025),
      .init(checksum: 0, nextSequence: 4, offset: (8 << 20) + 512),
      .init(checksum: 0, nextSequence: 5, offset: 1024),
    ] {
      #expect(
        refuses { manifest in
          var next = record
          next.firstSequence = 4
          manifest.logs[0].end = end
          manifest.logs.append(next)
        })
    }
  }

  @Test func `a newer version is named as such, before its checksum`() {
    var bytes = WorkedExample.logHeader.encoded()
    bytes[8] = 2
    let error = #expect(throws: FormatFault.self) {
      try FileHeader(decoding: bytes.rawSpan, expecting: .log)
    }
    #expect(error?.category == .newerFormat)
  }

  @Test func `a frame of any length comes back as it was`() {
    let start = LogPosition(startOf: WorkedExample.logHeader)
    var random = SeededGenerator(seed: 6)
    var writer = FrameWriter()
    var reader = FrameReader()
    let lengths =
      Array(0...10) + [439, 440, 441, 943, 944, 945, 1_032_127, 1_032_128]
      + (0..<30).map { _ in random.index(40_000) }
    for length in lengths {
      let body = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let made = writer.make(
        .entries, body: body.rawSpan, entryCount: 3, clock: -5, durableOffset: 512, at: start)
      #expect(made.sectorCount * 512 == writer.sectors.byteCount)
      #expect(reader.read(writer.sectors, base: 512, at: start) == made)
      #expect(reader.body.withUnsafeBytes { $0.elementsEqual(body) })
    }
    #expect(FrameHeader.sectorCount(bodyLength: LogLimits.formatBodyBytes) == 2048)
  }
}
