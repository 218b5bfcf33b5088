/// Builds a column file block by block in memory: a log has at most 8 MiB.
struct ColumnFileBuilder: Sendable {
  let kind: SealedKind
  let header: FileHeader
  private let headerChecksum: UInt32
  private var regions: [Region]

  private struct Region: Sendable {
    let region: ColumnRegion
    var bytes: [UInt8] = []
    /// The length and checksum of each block.
    var places: [(byteCount: UInt32, checksum: UInt32)] = []
  }

  /// A finished file.
  struct Result: Sendable {
    /// The parts of the file, one after the other.
    let parts: [[UInt8]]
    let byteCount: Int
    /// The footer's checksum.
    let checksum: UInt32
  }

  init(_ kind: SealedKind, header: FileHeader) {
    self.kind = kind
    self.header = header
    headerChecksum = header.checksum
    regions = kind.regions.map { Region(region: $0) }
  }

  /// Adds a block to each region, made of the chunks of that region, in ascending order of columns.
  /// False if the block would be longer than the format allows.
  mutating func append(_ chunks: [ColumnChunk]) -> Bool {
    for index in regions.indices {
      let region = regions[index].region
      let start = regions[index].bytes.count
      guard
        let count = ColumnBlock.append(
          chunks.filter { $0.region == region }, to: &regions[index].bytes),
        start + count <= ColumnLimits.fileBytesMax
      else { return false }
      let bytes = regions[index].bytes
      let checksum = ColumnBlock.checksum(
        bytes.rawSpan.extracting(start..<start + count), of: region,
        number: regions[index].places.count, headerChecksum: headerChecksum)
      regions[index].places.append((UInt32(count), checksum))
    }
    return true
  }

  /// The whole file; nil if it would be longer than the format allows.
  func finish(range: Range<UInt64>, lastClock: Int64, summary: [UInt8] = []) -> Result? {
    var offset = FileHeader.byteCount
    let total = regions.reduce(offset) { $0 + $1.bytes.count }
    guard total <= ColumnLimits.fileBytesMax else { return nil }
    let extents = regions.map { region in
      region.places.map { place in
        defer { offset += Int(place.byteCount) }
        return ColumnFooter.Extent(
          offset: UInt32(offset), byteCount: place.byteCount, checksum: place.checksum)
      }
    }
    let footer = ColumnFooter(
      range: range, lastClock: lastClock, regions: extents, summary: summary)
    let (footerBytes, checksum) = footer.encoded(kind: kind, headerChecksum: headerChecksum)
    let byteCount = total + footerBytes.count + ColumnFooter.tailByteCount
    guard byteCount <= ColumnLimits.fileBytesMax else { return nil }
    return Result(
      parts: [header.encoded()] + regions.map(\.bytes)
        + [footerBytes + ColumnFooter.tail(footerByteCount: footerBytes.count)],
      byteCount: byteCount, checksum: checksum)
  }
}
