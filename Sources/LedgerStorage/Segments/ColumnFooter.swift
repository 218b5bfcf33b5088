/// The description at the end of a column file. See spec/files.md.
struct ColumnFooter: Equatable, Sendable {
  /// The last bytes of a file: the footer's length, zeros and a magic.
  static let tailByteCount = 16
  static let tailMagic: UInt64 = 0x0A1A_0A0D_464C_5089
  private static let fixedByteCount = 40

  /// One block in the file.
  struct Extent: Equatable, Sendable {
    /// In bytes.
    let offset: UInt32
    let byteCount: UInt32
    let checksum: UInt32
  }

  let range: Range<UInt64>
  /// The time at which the last entry was posted, in milliseconds since 1970.
  let lastClock: Int64
  /// The blocks of each region of the file, in order.
  let regions: [[Extent]]
  /// Opaque; only a segment has one.
  let summary: [UInt8]

  /// The bytes of the footer, and its checksum, which is their last field.
  func encoded(kind: SealedKind, headerChecksum: UInt32) -> (bytes: [UInt8], checksum: UInt32) {
    var writer = ByteWriter()
    writer.append(range.lowerBound)
    writer.append(range.upperBound)
    writer.append(lastClock)
    writer.append(UInt32(ColumnLimits.blockRows))
    writer.append(UInt32(ColumnLimits.blockCount(of: range)))
    writer.append(UInt32(regions.count))
    writer.append(UInt32(summary.count))
    for (region, extents) in zip(kind.regions, regions) {
      writer.append(UInt32(region.rawValue))
      for extent in extents {
        writer.append(extent.byteCount)
        writer.append(extent.checksum)
      }
    }
    writer.append(bytes: summary)
    let checksum = Self.checksum(writer.bytes.rawSpan, headerChecksum: headerChecksum)
    writer.append(checksum)
    return (writer.bytes, checksum)
  }

  /// The tail after a footer of `footerByteCount` bytes.
  static func tail(footerByteCount: Int) -> [UInt8] {
    var writer = ByteWriter()
    writer.append(UInt32(footerByteCount))
    writer.append(zeros: 4)
    writer.append(tailMagic)
    return writer.bytes
  }

  /// The length of the footer of a file with these entries.
  static func byteCount(
    kind: SealedKind, range: Range<UInt64>, summaryByteCount: Int
  ) -> Int {
    let regionByteCount = 4 + ColumnLimits.blockCount(of: range) * 8
    return fixedByteCount + kind.regions.count * regionByteCount + summaryByteCount + 4
  }

  /// The length of the footer, from the tail of a file that is `fileByteCount` bytes long.
  static func byteCount(tail: RawSpan, fileByteCount: Int) throws(FormatFault) -> Int {
    let start = fileByteCount - tailByteCount
    guard tail.byteCount == tailByteCount, tail.integer(at: 8) == tailMagic,
      tail.extracting(4..<8).isZero
    else { throw .damaged("the file does not end as a column file does", at: max(start, 0)) }
    let byteCount = Int(tail.integer(at: 0, as: UInt32.self))
    guard byteCount >= fixedByteCount + 4,
      byteCount <= fileByteCount - FileHeader.byteCount - tailByteCount
    else { throw .damaged("the footer's length is impossible", at: start) }
    return byteCount
  }

  /// Reads a footer. Also returns its checksum field.
  ///
  /// - Parameter header: The header of the file, which has that kind.
  static func decode(
    _ bytes: RawSpan, kind: SealedKind, header: FileHeader, headerChecksum: UInt32,
    fileByteCount: Int
  ) throws(FormatFault) -> (footer: ColumnFooter, checksum: UInt32) {
    // The position of the footer; the caller has checked that it is within the file.
    let start = fileByteCount - tailByteCount - bytes.byteCount
    let end = bytes.byteCount - 4
    guard end >= fixedByteCount,
      bytes.integer(at: end)
        == checksum(bytes.extracting(0..<end), headerChecksum: headerChecksum)
    else { throw .damaged("the footer's checksum is wrong", at: start) }
    let contradiction = FormatFault.damaged("the footer contradicts the format", at: start)
    let (first, next): (UInt64, UInt64) = (bytes.integer(at: 0), bytes.integer(at: 8))
    guard first == header.firstSequence, next > first, next - first <= ColumnLimits.rowCountMax
    else { throw contradiction }
    let range = first..<next
    let named = kind.regions
    let blockCount = ColumnLimits.blockCount(of: range)
    let summaryByteCount = Int(bytes.integer(at: 36, as: UInt32.self))
    guard bytes.integer(at: 24) == UInt32(ColumnLimits.blockRows),
      bytes.integer(at: 28) == UInt32(blockCount), bytes.integer(at: 32) == UInt32(named.count),
      summaryByteCount <= (kind == .segment ? ColumnLimits.summaryBytesMax : 0),
      end + 4 == byteCount(kind: kind, range: range, summaryByteCount: summaryByteCount)
    else { throw contradiction }

    var regions: [[Extent]] = []
    var offset = FileHeader.byteCount
    var place = fixedByteCount
    for region in named {
      guard bytes.integer(at: place) == UInt32(region.rawValue) else { throw contradiction }
      place += 4
      var extents: [Extent] = []
      extents.reserveCapacity(blockCount)
      for _ in 0..<blockCount {
        let byteCount: UInt32 = bytes.integer(at: place)
        guard byteCount <= UInt32(ColumnLimits.blockBytesMax), Int(byteCount) <= start - offset
        else { throw contradiction }
        extents.append(
          Extent(
            offset: UInt32(offset), byteCount: byteCount, checksum: bytes.integer(at: place + 4)))
        offset += Int(byteCount)
        place += 8
      }
      regions.append(extents)
    }
    guard offset == start else { throw contradiction }
    let footer = ColumnFooter(
      range: range, lastClock: bytes.integer(at: 16), regions: regions,
      summary: unsafe bytes.extracting(place..<end).withUnsafeBytes { unsafe [UInt8]($0) })
    return (footer, bytes.integer(at: end))
  }

  private static func checksum(_ bytes: RawSpan, headerChecksum: UInt32) -> UInt32 {
    var header = ByteWriter()
    header.append(headerChecksum)
    return Checksum.crc32c(bytes, after: Checksum.crc32c(header.bytes.rawSpan))
  }
}
