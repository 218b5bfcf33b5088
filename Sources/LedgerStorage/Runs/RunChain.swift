/// Picks the runs of a directory that are used: a chain of adjacent ones from the first entry on.
enum RunChain {
  /// The chain that reaches furthest, with the longest possible run at each position.
  ///
  /// - Parameters:
  ///   - ranges: Ranges that are not empty.
  ///   - start: The sequence number of the ledger's first entry.
  static func best(of ranges: Set<Range<UInt64>>, from start: UInt64 = 0) -> [Range<UInt64>] {
    // How far chains reach that begin with a run at this position; from other positions there are
    // none.
    var reach: [UInt64: UInt64] = [:]
    for range in ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) {
      let end = reach[range.upperBound] ?? range.upperBound
      reach[range.lowerBound] = max(reach[range.lowerBound] ?? 0, end)
    }
    guard let end = reach[start] else { return [] }
    var longest: [UInt64: Range<UInt64>] = [:]
    for range in ranges where (reach[range.upperBound] ?? range.upperBound) == end {
      if range.upperBound > longest[range.lowerBound]?.upperBound ?? 0 {
        longest[range.lowerBound] = range
      }
    }
    var chain: [Range<UInt64>] = []
    while let next = longest[chain.last?.upperBound ?? start] { chain.append(next) }
    return chain
  }
}
