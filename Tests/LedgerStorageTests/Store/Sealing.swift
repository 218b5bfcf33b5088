import LedgerStorage
import LedgerTestSupport

/// Shared by the tests of sealed files: columns of random bytes that depend on their position.
enum Sealing {
  /// The chunks of the block that begins with a sequence number; some regions of some blocks have
  /// none.
  static func chunks(_ first: UInt64) -> [ColumnChunk] {
    var random = SeededGenerator(seed: first &* 31 &+ 7)
    var chunks: [ColumnChunk] = []
    for region in ColumnRegion.allCases {
      var column = random.index(3)
      for _ in 0..<random.index(4) {
        let bytes = (0..<random.index(60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        chunks.append(ColumnChunk(region: region, column: UInt8(column), bytes: bytes))
        column += 1 + random.index(100)
      }
    }
    return chunks
  }

  static func summary(_ range: Range<UInt64>) -> [UInt8] { Array("sealed \(range)".utf8) }

  /// Adds all blocks to a writer, with these regions.
  static func fill(
    _ writer: inout SegmentWriter, _ regions: [ColumnRegion] = ColumnRegion.allCases
  ) throws {
    var first = writer.range.lowerBound
    while first < writer.range.upperBound {
      let rowCount = min(ColumnLimits.blockRows, Int(writer.range.upperBound - first))
      try writer.append(
        rowCount: rowCount, chunks(first).filter { regions.contains($0.region) })
      first += UInt64(rowCount)
    }
  }

  /// The clock of the last frame of a range in a log.
  static func lastClock(_ range: Range<UInt64>, in store: LogStore) throws -> Int64 {
    var clock: Int64 = 0
    try store.replay(from: range.upperBound - 1) { info, _ in
      clock = info.clock
      return false
    }
    return clock
  }

  /// The columns of the oldest ended log; nil if there is none.
  static func begin(in store: LogStore) throws -> SegmentWriter? {
    guard let range = store.nextToSeal() else { return nil }
    var writer = try store.beginSealing(range, created: 3_000)
    try fill(&writer)
    return writer
  }

  static func install(_ writer: SegmentWriter, in store: LogStore) throws {
    let clock = try lastClock(writer.range, in: store)
    try store.install(writer, summary: summary(writer.range), lastClock: clock)
  }

  /// Seals the oldest ended log; false if there is none.
  static func sealNext(in store: LogStore) throws -> Bool {
    guard let writer = try begin(in: store) else { return false }
    try install(writer, in: store)
    return true
  }

  static func sealAll(in store: LogStore) throws {
    while try sealNext(in: store) {}
  }

  /// Whether these regions of a block are as they were sealed.
  static func isRight(
    _ block: SealedBlock, _ regions: Set<ColumnRegion> = ColumnRegion.all
  ) -> Bool {
    for region in ColumnRegion.allCases {
      var expected = chunks(block.firstSequence).filter { $0.region == region }
      if !regions.contains(region) || (region == .chain && !block.hasChain) { expected = [] }
      let columns = block.columns(of: region)
      guard columns.map(\.column) == expected.map(\.column) else { return false }
      for chunk in expected {
        guard let bytes = block.chunk(chunk.column, of: region),
          bytes.withUnsafeBytes({ $0.elementsEqual(chunk.bytes) })
        else { return false }
      }
    }
    return true
  }
}
