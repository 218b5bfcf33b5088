/// The 16 bytes that every page of a run begins with. See spec/runs.md.
struct RunPageHeader {
  enum Kind: UInt8, Sendable {
    case data = 1
    case directory = 2
    case filter = 3
    case footer = 4
  }

  static let byteCount = 16

  let kind: Kind
  /// The table's number; 0 in the footer.
  let table: UInt8
  /// The length of the page in units.
  let unitCount: Int
  /// The number of entries, children, blocks or tables in it.
  let count: Int
  /// The length of what the page holds in bytes, with this header; zeros follow.
  let usedByteCount: Int

  /// Writes the header and the checksum at the start of a page, of which all else is there.
  ///
  /// - Parameters:
  ///   - start: of the page in the bytes, which end with it.
  ///   - unit: the page's place in the file.
  ///   - headerChecksum: that of the file's header.
  func write(to bytes: inout [UInt8], at start: Int, unit: Int, headerChecksum: UInt32) {
    bytes[start + 4] = kind.rawValue
    bytes[start + 5] = table
    bytes.store(UInt16(truncatingIfNeeded: unitCount), at: start + 6)
    bytes.store(UInt32(truncatingIfNeeded: count), at: start + 8)
    bytes.store(UInt32(truncatingIfNeeded: usedByteCount), at: start + 12)
    let checksum = Self.checksum(
      bytes.rawSpan.extracting(start..<bytes.count), unit: unit, headerChecksum: headerChecksum)
    bytes.store(checksum, at: start)
  }

  /// The checksum of a page: it depends on the file and on the page's place in it.
  ///
  /// - Parameter page: the whole page, at least a unit.
  static func checksum(_ page: RawSpan, unit: Int, headerChecksum: UInt32) -> UInt32 {
    let place = UInt64(headerChecksum) | UInt64(truncatingIfNeeded: unit) << 32
    let seed = unsafe withUnsafeBytes(of: place.littleEndian) { bytes in
      unsafe Checksum.crc32c(bytes.bytes)
    }
    return Checksum.crc32c(page.extracting(4..<page.byteCount), after: seed)
  }
}
