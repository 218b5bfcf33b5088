/// Takes the pages of a run one after the other, and keeps them in memory or writes them to a file
/// in parts of about 1 MiB.
struct RunOutput: ~Copyable {
  private static let partBytes = 1 << 20

  private let file: RunFile?
  private let headerChecksum: UInt32
  private var bytes: [UInt8] = []
  /// The number of bytes in the file.
  private var writtenByteCount = 0

  /// - Parameter file: Nil keeps the run in memory.
  init(header: FileHeader, to file: RunFile?) {
    self.file = file
    headerChecksum = header.checksum
    bytes = header.encoded()
    bytes.append(zeros: RunLimits.unitBytes - bytes.count)
  }

  /// The number of units: the unit of the next page.
  var unitCount: Int { (writtenByteCount + bytes.count) / RunLimits.unitBytes }

  /// Adds a page.
  ///
  /// - Parameters:
  ///   - usedByteCount: The used length of the page, with its header.
  ///   - body: Adds the content after the page's header.
  /// - Throws: `full` if the run would be longer than the format allows; what the file system
  ///   reports.
  mutating func appendPage(
    _ kind: RunPageHeader.Kind, table: UInt8, count: Int, usedByteCount: Int,
    _ body: (inout [UInt8]) -> Void
  ) throws(StorageError) {
    let unit = unitCount
    let units = (usedByteCount + RunLimits.unitBytes - 1) / RunLimits.unitBytes
    // There must be room for the footer too.
    guard unit + units < RunLimits.unitCountMax else {
      throw StorageError(
        .full, "the run would be longer than the format allows", path: file?.path ?? Run.memoryPath)
    }
    let start = bytes.count
    bytes.append(zeros: RunPageHeader.byteCount)
    body(&bytes)
    bytes.append(zeros: start + units * RunLimits.unitBytes - bytes.count)
    RunPageHeader(
      kind: kind, table: table, unitCount: units, count: count, usedByteCount: usedByteCount
    ).write(to: &bytes, at: start, unit: unit, headerChecksum: headerChecksum)
    if bytes.count >= Self.partBytes { try drain() }
  }

  /// Adds the footer. Returns the bytes that are not in a file.
  consuming func finish(
    range: Range<UInt64>, tables: [RunTable]
  ) throws(StorageError) -> [UInt8] {
    RunFooter(range: range, tables: tables, unit: unitCount)
      .append(to: &bytes, headerChecksum: headerChecksum)
    try drain()
    file?.setComplete()
    return bytes
  }

  private mutating func drain() throws(StorageError) {
    guard let file else { return }
    try file.write(bytes.rawSpan, at: writtenByteCount)
    writtenByteCount += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }
}
