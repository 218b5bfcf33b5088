@testable import LedgerStorage

/// The ledger of the worked bytes in spec/files.md.
enum WorkedExample {
  static let ledgerID = LedgerUUID(high: 0x0001_0203_0405_4607, low: 0x8809_0A0B_0C0D_0E0F)
  static let logID = LedgerUUID(high: 0x1011_1213_1415_4617, low: 0x9819_1A1B_1C1D_1E1F)
  static let manifestID = LedgerUUID(high: 0x2021_2223_2425_4627, low: 0xA829_2A2B_2C2D_2E2F)
  /// 2026-01-01T00:00:00Z.
  static let created: Int64 = 1_767_225_600_000

  static let logHeader = FileHeader(
    kind: .log, ledgerID: ledgerID, fileID: logID, birthGeneration: 1, created: created,
    salt: 0x3031_3233)

  static let manifest = Manifest(
    header: FileHeader(
      kind: .manifest, ledgerID: ledgerID, fileID: manifestID, birthGeneration: 1,
      created: created),
    name: "Till 7", logs: [LogRecord(firstSequence: 0, fileID: logID, birthGeneration: 1)])

  static let body = Array("hello".utf8)

  /// The first sector of the log's first frame: two entries in `hello`, posted a second later.
  static var frameSector: [UInt8] {
    var writer = FrameWriter()
    _ = writer.make(
      .entries, body: body.rawSpan, entryCount: 2, clock: created + 1000, durableOffset: 512,
      at: LogPosition(startOf: logHeader))
    return writer.sectors.withUnsafeBytes { Array($0) }
  }

  /// After that frame was synced.
  static let ack = Ack(logID: logID.high, durableOffset: 1024, nextSequence: 2)
}

/// Rows of an offset and 16 bytes, as printed in the specification; rows of zeros are left out.
func hexRows(_ bytes: [UInt8]) -> [String] {
  func hex(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: width - digits.count) + digits
  }
  return stride(from: 0, to: bytes.count, by: 16).compactMap { start in
    let row = bytes[start..<min(start + 16, bytes.count)]
    if start > 0, row.allSatisfy({ $0 == 0 }) { return nil }
    return ([hex(start, 4)] + row.map { hex(Int($0), 2) }).joined(separator: " ")
  }
}
