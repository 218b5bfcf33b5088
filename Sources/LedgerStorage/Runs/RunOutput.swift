/// Takes the pages of a run, one after the other, and keeps them in memory or writes them to a file in
/// parts of about 1 MiB.
struct RunOutput: ~Copyable {
  private static let partBytes = 1 << 20

  private let file: RunFile?
  private let headerChecksum: UInt32
  private var bytes: [UInt8] = []
  /// How many bytes are in the file.
  private var writtenByteCount = 0

  /// - Parameter file: nil for memory.
  init(header: FileHeader, to file: RunFile?) {
    self.file = file
    headerChecksum = header.checksum
    bytes = header.encoded()
    bytes.append(zeros: RunLimits.unitBytes - bytes.count)
  }

  /// How many units there are: where the next page will be.
  var unitCount: Int { (writtenByteCount + bytes.count) / RunLimits.unitBytes }

  /// Adds a page.
  ///
  /// - Parameters:
  ///   - usedByteCount: the length of what the page holds, with its header.
  ///   - body: adds what is behind the page's header.
  /// - Throws: `full` where the run would be longer than the format allows; what the file system reports.
  mutating func appendPage(
    _ kind: RunPageHeader.Kind, table: UInt8, count: Int, usedByteCount: Int,
    _ body: (inout [UInt8]) -> Void
  ) throws(StorageError) {
    let unit = unitCount
    let units = (usedByteCount + RunLimits.unitBytes - 1) / RunLimits.unitBytes
    // The footer has to fit too.
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

  /// Adds the footer. What is not in a file then is given back.
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
