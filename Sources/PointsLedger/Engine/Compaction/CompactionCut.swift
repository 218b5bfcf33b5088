internal import LedgerStorage

/// Where a compaction cuts the log: a pure decision over the summaries of its blocks.
struct CompactionCut {
  /// The first sequence numbers of blocks at which the log may be cut, ascending.
  private(set) var candidates: [UInt64] = []
  /// Why there are no more of them.
  private(set) var stop = CompactionStop.end

  /// - Parameters:
  ///   - segments: The sealed ranges and their summaries, in order.
  ///   - before: Entries effective at or after this are kept, in milliseconds.
  ///   - needed: Entries from this sequence number on are kept.
  init(
    _ segments: [(range: Range<UInt64>, summary: SegmentSummary)], before: Int64, needed: UInt64
  ) {
    for (range, summary) in segments {
      for (number, block) in summary.blocks.enumerated() {
        let start = range.lowerBound + UInt64(number * ColumnLimits.blockRows)
        let end = min(start + UInt64(ColumnLimits.blockRows), range.upperBound)
        if block.lastEffective >= before {
          stop = .effective(
            SequenceNumber(start), SequenceNumber(end - 1), Instant(clamping: block.lastEffective))
          return
        }
        if end > needed {
          stop = .hold(SequenceNumber(needed))
          return
        }
        candidates.append(end)
      }
    }
  }
}
