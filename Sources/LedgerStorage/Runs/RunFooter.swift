/// The last page of a run: what the run covers, and where its tables are.
struct RunFooter: Equatable, Sendable {
  private static let magic: UInt64 = 0x0A1A_0A0D_524C_5089
  private static let tablesOffset = 40
  private static let tailOffset = RunLimits.unitBytes - 8

  let range: Range<UInt64>
  /// Sorted by table number.
  let tables: [RunTable]
  /// The unit of the footer itself, the last of the file.
  let unit: Int

  /// Adds the page.
  func append(to bytes: inout [UInt8], headerChecksum: UInt32) {
    let start = bytes.count
    var writer = ByteWriter()
    writer.append(zeros: RunPageHeader.byteCount)
    writer.append(range.lowerBound)
    writer.append(range.upperBound)
    writer.append(UInt64(unit + 1))
    bytes += writer.bytes
    for table in tables { table.encode(to: &bytes) }
    let usedByteCount = bytes.count - start
    bytes.append(zeros: Self.tailOffset - usedByteCount)
    bytes.append(zeros: 8)
    bytes.store(Self.magic, at: start + Self.tailOffset)
    RunPageHeader(
      kind: .footer, table: 0, unitCount: 1, count: tables.count, usedByteCount: usedByteCount
    ).write(to: &bytes, at: start, unit: unit, headerChecksum: headerChecksum)
  }

  /// Reads the first and the last page of a run's file.
  ///
  /// - Parameters:
  ///   - first: The first unit of the file.
  ///   - last: The last unit of the file.
  ///   - byteCount: The length of the file.
  ///   - kind: The kind that it must have.
  ///   - ledgerID: The ledger that it must belong to.
  /// - Returns: The footer, and the checksums of the file's header and of its last page.
  static func decode(
    first: RawSpan, last: RawSpan, byteCount: UInt64, kind: RunName.Kind, ledgerID: LedgerUUID
  ) throws(FormatFault) -> (footer: RunFooter, headerChecksum: UInt32, checksum: UInt32) {
    let header = try FileHeader(decoding: first, expecting: kind.headerKind)
    let unitBytes = UInt64(RunLimits.unitBytes)
    guard byteCount % unitBytes == 0, byteCount >= 2 * unitBytes,
      byteCount / unitBytes <= UInt64(RunLimits.unitCountMax),
      first.byteCount == RunLimits.unitBytes, last.byteCount == RunLimits.unitBytes
    else { throw .damaged("a run cannot have \(byteCount) bytes", at: first.byteCount) }
    guard header.ledgerID == ledgerID else {
      throw .damaged("this is a run of another ledger", at: 16)
    }
    guard first.extracting(FileHeader.byteCount..<RunLimits.unitBytes).isZero else {
      throw .damaged("there are bytes behind the header", at: FileHeader.byteCount)
    }
    let unit = Int(byteCount / unitBytes) - 1
    let start = Int(clamping: byteCount - unitBytes)
    let headerChecksum: UInt32 = first.integer(at: FileHeader.byteCount - 4)
    guard last.integer(at: tailOffset) == magic,
      last.integer(at: 0)
        == RunPageHeader.checksum(last, unit: unit, headerChecksum: headerChecksum)
    else { throw .damaged("the footer is not what was written", at: start) }
    guard let footer = RunFooter(last, unit: unit), footer.matches(header, kind) else {
      throw .damaged("the footer contradicts the format", at: start)
    }
    return (footer, headerChecksum, last.integer(at: 0))
  }

  init(range: Range<UInt64>, tables: [RunTable], unit: Int) {
    self.range = range
    self.tables = tables
    self.unit = unit
  }

  /// Reads a page whose checksum is right; nil if it contradicts the format.
  private init?(_ bytes: RawSpan, unit: Int) {
    let count = Int(clamping: bytes.integer(at: 8, as: UInt32.self))
    let first: UInt64 = bytes.integer(at: 16)
    let end: UInt64 = bytes.integer(at: 24)
    guard count <= RunLimits.tableCountMax, first < end,
      bytes.integer(at: 4) == RunPageHeader.Kind.footer.rawValue,
      bytes.integer(at: 5) == UInt8(0), bytes.integer(at: 6) == UInt16(1),
      bytes.integer(at: 12) == UInt32(Self.tablesOffset + count * RunTable.byteCount),
      bytes.integer(at: 32) == UInt64(unit + 1)
    else { return nil }
    var tables: [RunTable] = []
    for index in 0..<count {
      guard
        let table = RunTable(
          bytes, at: Self.tablesOffset + index * RunTable.byteCount, start: tables.last?.end ?? 1,
          footerUnit: unit),
        tables.last.map({ $0.number < table.number }) ?? true
      else { return nil }
      tables.append(table)
    }
    guard tables.last?.end ?? 1 == unit else { return nil }
    self.init(range: first..<end, tables: tables, unit: unit)
  }

  private func matches(_ header: FileHeader, _ kind: RunName.Kind) -> Bool {
    let expected = RunHash.header(kind, ledgerID: header.ledgerID, range: range)
    return header.fileID == expected.fileID && header.firstSequence == range.lowerBound
  }
}
