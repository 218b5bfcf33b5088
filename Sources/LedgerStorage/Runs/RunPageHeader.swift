/// The first 16 bytes of every page of a run. See spec/runs.md.
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
  /// The used length in bytes, with this header; zeros follow.
  let usedByteCount: Int

  /// Writes the header and the checksum at the start of a page that is otherwise complete.
  ///
  /// - Parameters:
  ///   - start: The start of the page in `bytes`, which end with the page.
  ///   - unit: The unit of the page in the file.
  ///   - headerChecksum: The checksum of the file's header.
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

  /// The checksum of a page. It depends on the file, and on the position of the page in it.
  ///
  /// - Parameter page: The whole page, at least one unit.
  static func checksum(_ page: RawSpan, unit: Int, headerChecksum: UInt32) -> UInt32 {
    let place = UInt64(headerChecksum) | UInt64(truncatingIfNeeded: unit) << 32
    let seed = unsafe withUnsafeBytes(of: place.littleEndian) { bytes in
      unsafe Checksum.crc32c(bytes.bytes)
    }
    return Checksum.crc32c(page.extracting(4..<page.byteCount), after: seed)
  }
}
