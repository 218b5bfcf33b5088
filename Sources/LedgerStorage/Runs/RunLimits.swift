/// The sizes that the format of runs prescribes. See spec/runs.md.
package enum RunLimits {
  /// The length of a value in bytes, at most.
  package static let valueBytesMax = 4 << 20
  /// The tables of a run, at most.
  package static let tableCountMax = 16
  /// A run consists of units of so many bytes.
  static let unitBytes = 4096
  /// The number of units of a run, at most.
  static let unitCountMax = Int(UInt32.max)
  /// The units of one page, at most: enough for the greatest value.
  static let pageUnitsMax = 1 + (valueBytesMax + unitBytes - 1) / unitBytes
  /// Every so manyeth entry of a page has its full key.
  static let restartInterval = 16
  /// What an entry of such an interval adds to the list of its page: the key and an offset.
  static let restartBytes = 10
  /// A directory page leads to so many pages, at most.
  static let childCountMax = (unitBytes - RunPageHeader.byteCount) / childBytes
  /// The first key and the unit of a page.
  static let childBytes = 12
  /// The levels of directory pages, at most: more than the greatest number of units needs.
  static let depthMax = 5
  /// A table with fewer different keys has no filter.
  static let filterKeysMin = 16
  static let filterBitsPerKey = 10
  static let filterBlockBytes = 64
  static let filterProbes = 7
  /// The blocks of a page of a filter; they begin where the first fits in as a whole.
  static let filterBlocksPerUnit = unitBytes / filterBlockBytes - 1
}
