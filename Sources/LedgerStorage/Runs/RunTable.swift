/// Where a table of a run lies: its data pages, the directory pages that lead to them, the pages of its
/// filter, one after the other.
struct RunTable: Equatable, Sendable {
  /// What a footer says of a table.
  static let byteCount = 32
  /// Stands where there is no table.
  static let none = RunTable(
    number: 0, depth: 0, dataStart: 0, dataEnd: 0, directoryEnd: 0, filterBlockCount: 0,
    entryCount: 0)

  let number: UInt8
  /// The levels of directory pages; 0 where there is one data page only.
  let depth: Int
  /// The first unit of the data pages.
  let dataStart: Int
  /// The unit behind them, where the directory begins.
  let dataEnd: Int
  /// The unit behind the directory, where the filter begins.
  let directoryEnd: Int
  /// The blocks of the filter; 0 where there is none.
  let filterBlockCount: Int
  /// The number of entries, 1 or more.
  let entryCount: Int

  /// The unit behind the filter.
  var end: Int { directoryEnd + Self.filterUnits(blockCount: filterBlockCount) }

  /// The unit of the page at which a search begins.
  var root: Int { depth == 0 ? dataStart : directoryEnd - 1 }

  /// The units that so many blocks of a filter take.
  static func filterUnits(blockCount: Int) -> Int {
    (blockCount + RunLimits.filterBlocksPerUnit - 1) / RunLimits.filterBlocksPerUnit
  }

  /// Adds the 32 bytes of a footer.
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

  /// Reads the 32 bytes of a footer; nil where they contradict the format.
  ///
  /// - Parameters:
  ///   - start: the first unit behind the table before.
  ///   - footerUnit: no table may reach into it.
  init?(_ bytes: RawSpan, at offset: Int, start: Int, footerUnit: Int) {
    func number(at field: Int) -> Int { Int(bytes.integer(at: offset + field, as: UInt32.self)) }
    let zeros: UInt16 = bytes.integer(at: offset + 2)
    let count: UInt64 = bytes.integer(at: offset + 24)
    self.init(
      number: bytes.integer(at: offset), depth: Int(bytes.integer(at: offset + 1, as: UInt8.self)),
      dataStart: number(at: 4), dataEnd: number(at: 8), directoryEnd: number(at: 12),
      filterBlockCount: number(at: 16), entryCount: Int(clamping: count))
    // An entry takes a byte at least.
    guard zeros == 0, number(at: 20) == 0, depth <= RunLimits.depthMax, dataStart == start,
      dataStart < dataEnd, dataEnd <= directoryEnd, (depth == 0) == (dataEnd == directoryEnd),
      end <= footerUnit, entryCount > 0,
      entryCount <= (dataEnd - dataStart) * RunLimits.unitBytes
    else { return nil }
  }
}
