/// Picks the next step with the runs of a state: which are merged, and which become files.
///
/// The length of a run is one interval of entries, or four, or sixteen, and so on, and it begins at
/// a multiple of its length. Adjacent runs that make up a longer one are merged: four of one
/// length, or others if a ledger was closed in between. So the final runs follow from the number of
/// entries that they cover. After a compaction the first run begins anywhere: it counts as if it
/// began at the multiple before. A pure function.
struct MergePicker {
  /// One run, as the plan sees it.
  struct Item: Equatable {
    var range: Range<UInt64>
    /// Whether it exists only in memory.
    var isMemory: Bool
    /// Whether it is the base of a compaction, which stays as it is: it is not derived, and has more
    /// than a run has.
    var isBase = false
  }

  enum Step: Equatable {
    /// Merge the runs at these indices.
    case merge(Range<Int>)
    /// Make a file of the run at this index.
    case save(Int)

    /// The runs that it is about.
    var indices: Range<Int> {
      switch self {
      case .merge(let indices): indices
      case .save(let index): index..<index + 1
      }
    }
  }

  static let fanIn: UInt64 = 4

  /// The number of entries in the shortest merged run.
  var interval: UInt64
  /// Runs of this many entries or more are files.
  var fileLength: UInt64
  /// All entries below this are durable: a file contains no others.
  var durable: UInt64

  /// The next step for some runs, oldest first; nil if there is none. Short runs come first: they
  /// are quick, and there are many.
  ///
  /// - Parameter lengths: The lengths of the runs to make; other steps are left out.
  func next(_ runs: [Item], makingLengths lengths: ClosedRange<UInt64>) -> Step? {
    var best: (step: Step, length: UInt64)?
    func offer(_ step: Step, _ length: UInt64) {
      guard lengths.contains(length), length < best?.length ?? .max else { return }
      best = (step, length)
    }
    for start in runs.indices {
      let range = runs[start].range
      if let (whole, length) = whole(
        from: start, in: runs, ofAtLeast: lengths.lowerBound / Self.fanIn)
      {
        let end = runs[whole.upperBound - 1].range.upperBound
        if !becomesFile(end - range.lowerBound) || end <= durable { offer(.merge(whole), length) }
      }
      let length = UInt64(range.count)
      if runs[start].isMemory, becomesFile(length), range.upperBound <= durable {
        offer(.save(start), length)
      }
    }
    return best?.step
  }

  func becomesFile(_ length: UInt64) -> Bool { length >= fileLength }

  /// The fewest runs, at least two, that begin here and make up one longer run, and the length of
  /// that; nil if there are none.
  ///
  /// - Parameter least: Stops at shorter runs: they are to be merged among themselves first.
  private func whole(
    from start: Int, in runs: [Item], ofAtLeast least: UInt64
  ) -> (runs: Range<Int>, length: UInt64)? {
    if runs[start].isBase { return nil }
    let first = runs[start].range.lowerBound
    let isCut = start > 0 && runs[start - 1].isBase
    var length = interval
    for index in start..<runs.count {
      let end = runs[index].range.upperBound
      guard runs[index].range.count >= least || isCut && index == start else { return nil }
      while first / length * length + length < end { length *= Self.fanIn }
      let begin = first / length * length
      guard first == begin || isCut else { return nil }
      if end == begin + length, index > start { return (start..<index + 1, length) }
    }
    return nil
  }
}
