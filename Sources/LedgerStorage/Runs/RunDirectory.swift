/// The directory of a table that is being written: the first key and the unit of each page of a
/// level.
struct RunDirectory {
  private var keys: [UInt64] = []
  private var units: [UInt32] = []

  /// Adds a page.
  mutating func append(firstKey: UInt64, unit: Int) {
    keys.append(firstKey)
    units.append(UInt32(truncatingIfNeeded: unit))
  }

  /// Adds the directory pages, level by level, the root last. Returns the number of levels; a
  /// single data page needs none.
  func write(to output: inout RunOutput, table: UInt8) throws(StorageError) -> Int {
    var level = self
    var depth = 0
    while level.keys.count > 1 {
      var above = RunDirectory()
      for start in stride(from: 0, to: level.keys.count, by: RunLimits.childCountMax) {
        let end = min(start + RunLimits.childCountMax, level.keys.count)
        let length = RunPageHeader.byteCount + (end - start) * RunLimits.childBytes
        above.append(firstKey: level.keys[start], unit: output.unitCount)
        try output.appendPage(
          .directory, table: table, count: end - start, usedByteCount: length
        ) { bytes in
          var list = ByteWriter()
          for key in level.keys[start..<end] { list.append(key) }
          for unit in level.units[start..<end] { list.append(unit) }
          bytes += list.bytes
        }
      }
      level = above
      depth += 1
    }
    return depth
  }
}
