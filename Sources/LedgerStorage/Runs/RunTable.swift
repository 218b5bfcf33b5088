/// The position of a table in a run: its data pages, then its directory pages, then the pages of
/// its filter.
struct RunTable: Equatable, Sendable {
  /// The length of a table's record in a footer.
  static let byteCount = 32
  /// Stands for a missing table.
  static let none = RunTable(
    number: 0, depth: 0, dataStart: 0, dataEnd: 0, directoryEnd: 0, filterBlockCount: 0,
    entryCount: 0)

  let number: UInt8
  /// The levels of directory pages; 0 if there is a single data page.
  let depth: Int
  /// The first unit of the data pages.
  let dataStart: Int
  /// The unit after the data pages, where the directory begins.
  let dataEnd: Int
  /// The unit after the directory, where the filter begins.
  let directoryEnd: Int
  /// The blocks of the filter; 0 if there is none.
  let filterBlockCount: Int
  /// The number of entries, at least 1.
  let entryCount: Int

  /// The unit after the filter.
  var end: Int { directoryEnd + Self.filterUnits(blockCount: filterBlockCount) }

  /// The unit of the page where a search begins.
  var root: Int { depth == 0 ? dataStart : directoryEnd - 1 }

  /// The number of units for `blockCount` blocks of a filter.
  static func filterUnits(blockCount: Int) -> Int {
    (blockCount + RunLimits.filterBlocksPerUnit - 1) / RunLimits.filterBlocksPerUnit
  }

  /// Appends the 32 bytes of the table's record in a footer.
  func encode(to bytes: inout [UInt8]) {
    var writer = ByteWriter()
    writer.append(number)
    writer.append(UInt8(truncatingIfNeeded: depth))
    writer.append(UInt16(0))
    for unit in [dataStart, dataEnd, directoryEnd, filterBlockCount] {
      writer.append(UInt32(truncatingIfNeeded: unit))
    }
    writer.append(UInt32(0))
    writer.append(UInt64(entryCount))
    bytes += writer.bytes
  }

  init(
    number: UInt8, depth: Int, dataStart: Int, dataEnd: Int, directoryEnd: Int,
    filterBlockCount: Int, entryCount: Int
  ) {
    self.number = number
    self.depth = depth
    self.dataStart = dataStart
    self.dataEnd = dataEnd
    self.directoryEnd = directoryEnd
    self.filterBlockCount = filterBlockCount
    self.entryCount = entryCount
  }

  /// Reads the 32 bytes of a table's record in a footer; nil if they contradict the format.
  ///
  /// - Parameters:
  ///   - start: The first unit after the table before.
  ///   - footerUnit: The unit of the footer, where the table must end at the latest.
  init?(_ bytes: RawSpan, at offset: Int, start: Int, footerUnit: Int) {
    func number(at field: Int) -> Int { Int(bytes.integer(at: offset + field, as: UInt32.self)) }
    let zeros: UInt16 = bytes.integer(at: offset + 2)
    let count: UInt64 = bytes.integer(at: offset + 24)
    self.init(
      number: bytes.integer(at: offset), depth: Int(bytes.integer(at: offset + 1, as: UInt8.self)),
      dataStart: number(at: 4), dataEnd: number(at: 8), directoryEnd: number(at: 12),
      filterBlockCount: number(at: 16), entryCount: Int(clamping: count))
    // An entry takes at least a byte.
    guard zeros == 0, number(at: 20) == 0, depth <= RunLimits.depthMax, dataStart == start,
      dataStart < dataEnd, dataEnd <= directoryEnd, (depth == 0) == (dataEnd == directoryEnd),
      end <= footerUnit, entryCount > 0,
      entryCount <= (dataEnd - dataStart) * RunLimits.unitBytes
    else { return nil }
  }
}
