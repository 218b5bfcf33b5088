/// The sizes prescribed by the format of runs. See spec/runs.md.
package enum RunLimits {
  /// The greatest length of a value in bytes.
  package static let valueBytesMax = 4 << 20
  /// The most tables of a run.
  package static let tableCountMax = 20
  /// The length of a unit in bytes. A run consists of units.
  static let unitBytes = 4096
  /// The most units of a run.
  static let unitCountMax = Int(UInt32.max)
  /// The most units of a page: enough for the longest value.
  static let pageUnitsMax = 1 + (valueBytesMax + unitBytes - 1) / unitBytes
  /// Every entry of a page at a multiple of this has its full key.
  static let restartInterval = 16
  /// The bytes that such an entry adds to the list of its page: the key and an offset.
  static let restartBytes = 10
  /// The most children of a directory page.
  static let childCountMax = (unitBytes - RunPageHeader.byteCount) / childBytes
  /// The first key and the unit of a child page.
  static let childBytes = 12
  /// The most levels of directory pages: more than the greatest number of units needs.
  static let depthMax = 5
  /// A table with fewer different keys than this has no filter.
  static let filterKeysMin = 16
  static let filterBitsPerKey = 10
  static let filterBlockBytes = 64
  static let filterProbes = 7
  /// The blocks in a page of a filter; the first begins at the first multiple of a block's length
  /// after the header.
  static let filterBlocksPerUnit = unitBytes / filterBlockBytes - 1
}
