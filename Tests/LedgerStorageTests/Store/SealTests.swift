import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct SealTests {
  /// Small frames of many entries: logs of thousands of entries.
  private static let limits = LogLimits(
    bodyBytes: 400, logBytes: 8192, initialBytes: 4096, growthBytes: 1024)

  /// Appends frames without a body.
  private static func append(to store: LogStore, frames: Int, entryCount: Int) throws {
    for _ in 0..<frames {
      try store.append(
        body: RawSpan(), entryCount: entryCount, clock: Session.clock(store.nextSequence))
    }
  }

  @Test func `what is sealed is read back from columns, and its logs are gone`() throws {
    let system = SimulatedFileSystem(seed: 31)
    let store = try Session.create(in: system, limits: Self.limits)
    #expect(store.nextToSeal() == nil && store.sealedSequence == 0)
    try Self.append(to: store, frames: 50, entryCount: 300)
    try store.sync()
    let end = store.nextSequence
    let ranges = try Self.seal(store)
    #expect(ranges.count > 2 && ranges.first?.lowerBound == 0)
    #expect(store.sealedSequence == ranges.last?.upperBound && store.nextToSeal() == nil)

    let reader = try Session.open(in: system, .reading)
    try store.close()
    let again = try Session.open(in: system)
    for store in [reader, again] {
      #expect(store.nextSequence == end && store.sealedSequence == ranges.last?.upperBound)
      #expect(store.recovery.leftovers.isEmpty)
      #expect(try store.files().filter { $0.name.hasPrefix("log-") }.count == 1)
      #expect(try store.files().filter { $0.name.hasPrefix("seg-") }.count == ranges.count)
      let segments = try store.segments()
      #expect(segments.map(\.range) == ranges && store.segmentsWithoutChain().isEmpty)
      for segment in segments {
        #expect(segment.summary == Sealing.summary(segment.range))
        #expect(segment.lastClock == Session.clock(segment.range.upperBound - 300))
        let columns = try store.columnBytes(of: segment.range)
        for region in ColumnRegion.allCases {
          let chunks = columns[region] ?? [:]
          #expect(chunks.values.reduce(0, +) < segment.regionBytes[region] ?? 0)
        }
      }
      try Self.checkEverything(store)
    }
    try again.close()
    let inspection = try LogStore.inspect(at: Session.path, in: system)
    #expect(inspection.problems.isEmpty && inspection.entryCount == end)
  }

  /// Seals everything that can be sealed; returns the ranges.
  private static func seal(_ store: LogStore) throws -> [Range<UInt64>] {
    var ranges: [Range<UInt64>] = []
    while let range = store.nextToSeal() {
      #expect(try Sealing.sealNext(in: store))
      ranges.append(range)
    }
    return ranges
  }

  /// Replays from every position, and reads entries one by one.
  private static func checkEverything(_ store: LogStore) throws {
    let sealed = store.sealedSequence
    for start in stride(from: 0, through: store.nextSequence, by: 317) {
      var next: UInt64?
      try store.replay(
        from: start, failing: { $0 },
        visitBlock: { (block) throws(StorageError) in
          #expect(next == nil ? block.sequences.contains(start) : next == block.firstSequence)
          #expect(Sealing.isRight(block) && (1...1024).contains(block.rowCount))
          next = block.sequences.upperBound
          return true
        },
        visitFrame: { (info, _) throws(StorageError) in
          #expect(next == nil ? info.sequences.contains(start) : next == info.firstSequence)
          next = info.sequences.upperBound
          return true
        })
      #expect(next ?? start == store.nextSequence)
    }
    for sequence in stride(from: 0, to: store.nextSequence, by: 101) {
      switch try store.entries(containing: sequence, regions: [.references, .text]) {
      case .block(let block):
        #expect(sequence < sealed && block.sequences.contains(sequence))
        #expect(Sealing.isRight(block, [.references, .text]))
      case .frame(let frame):
        #expect(sequence >= sealed && frame.info.sequences.contains(sequence))
      case nil: Issue.record("entry \(sequence) is not there")
      }
    }
    #expect(try store.entries(containing: store.nextSequence) == nil)
  }
}
