/// Which runs of a directory are used: a chain of adjacent ones from sequence number 0 on.
enum RunChain {
  /// The chain that reaches furthest, at each place with the longest run that leads there.
  ///
  /// - Parameter ranges: none of them empty.
  static func best(of ranges: Set<Range<UInt64>>) -> [Range<UInt64>] {
    // How far the chains reach that begin with a run here; from elsewhere they reach nowhere.
    var reach: [UInt64: UInt64] = [:]
    for range in ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) {
      let end = reach[range.upperBound] ?? range.upperBound
      reach[range.lowerBound] = max(reach[range.lowerBound] ?? 0, end)
    }
    guard let end = reach[0] else { return [] }
    var longest: [UInt64: Range<UInt64>] = [:]
    for range in ranges where (reach[range.upperBound] ?? range.upperBound) == end {
      if range.upperBound > longest[range.lowerBound]?.upperBound ?? 0 {
        longest[range.lowerBound] = range
      }
    }
    var chain: [Range<UInt64>] = []
    while let next = longest[chain.last?.upperBound ?? 0] { chain.append(next) }
    return chain
  }
}
