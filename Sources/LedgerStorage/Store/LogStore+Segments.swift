extension LogStore {
  /// The sealed ranges, in order. Reads the footer of each of their files once.
  package func segments() throws(StorageError) -> [SegmentInfo] {
    var segments: [SegmentInfo] = []
    for segment in view.withLock({ $0.segments }) {
      let rows = try segment.segment.contents()
      let text = try segment.text.contents()
      let chain = try segment.chainContents()
      var regionBytes: [ColumnRegion: Int] = [:]
      for (kind, contents) in [(.segment, rows), (.text, text), (SealedKind.chain, chain)] {
        for (region, extents) in zip(kind.regions, contents?.footer.regions ?? []) {
          regionBytes[region] = extents.reduce(0) { $0 + Int($1.byteCount) }
        }
      }
      let record = segment.record
      segments.append(
        SegmentInfo(
          range: segment.range, lastClock: rows.footer.lastClock,
          segment: .init(name: record.segment.name.description, byteCount: rows.byteCount),
          text: .init(name: record.text.name.description, byteCount: text.byteCount),
          chain: chain.map {
            .init(name: record.chainName.description, byteCount: $0.byteCount)
          },
          regionBytes: regionBytes, summary: rows.footer.summary))
    }
    return segments
  }

  /// The bytes of each column in a sealed range, by region. Reads all its blocks.
  package func columnBytes(
    of range: Range<UInt64>
  ) throws(StorageError) -> [ColumnRegion: [UInt8: Int]] {
    let segment = try segment(range)
    var sums: [ColumnRegion: [UInt8: Int]] = [:]
    for number in 0..<ColumnLimits.blockCount(of: range) {
      let block = try segment.block(number, ColumnRegion.all)
      for region in ColumnRegion.allCases {
        for (column, byteCount) in block.columns(of: region) {
          sums[region, default: [:]][column, default: 0] += byteCount
        }
      }
    }
    return sums
  }

  /// The sealed ranges, in order.
  package var sealedRanges: [Range<UInt64>] { view.withLock { $0.segments.map(\.range) } }

  /// The bytes of the base and of all sealed entries.
  package var sealedBytes: Int {
    (base?.byteCount ?? 0) + sealedBytes(before: .max)
  }

  /// About how many bytes of sealed entries lie before a sequence number.
  package func sealedBytes(before end: UInt64) -> Int {
    view.withLock { $0.manifest.segments }.reduce(0) { sum, segment in
      let range = segment.range.clamped(to: 0..<end)
      let bytes = segment.segment.byteCount + segment.text.byteCount
      return sum + Int(Double(bytes) * Double(range.count) / Double(segment.range.count))
    }
  }

  /// The summary that was given when a range was sealed.
  package func summary(of range: Range<UInt64>) throws(StorageError) -> [UInt8] {
    try segment(range).segment.contents().footer.summary
  }

  /// The clock of the last entry of a range, from the footers of its segment and its text file, in
  /// milliseconds since 1970.
  package func lastClocks(of range: Range<UInt64>) throws(StorageError) -> [Int64] {
    let segment = try segment(range)
    return [
      try segment.segment.contents().footer.lastClock, try segment.text.contents().footer.lastClock,
    ]
  }

  /// The segment with exactly this range.
  func segment(_ range: Range<UInt64>) throws(StorageError) -> Segment {
    let segments = view.withLock { $0.segments }
    guard let segment = segments.first(where: { $0.range == range }) else {
      throw StorageError(.misuse, "no segment has just these entries", path: directory.path)
    }
    return segment
  }
}
