/// What is to be done next with the runs of a state: which are merged, and which become files.
///
/// Runs of one length are merged by fours, and a run begins at a multiple of its length, so that
/// which runs there are follows from how many entries they cover. A pure function.
struct MergePicker {
  /// One run, as the plan sees it.
  struct Item: Equatable {
    var range: Range<UInt64>
    /// Whether it is in memory only.
    var isMemory: Bool
  }

  enum Step: Equatable {
    /// Merge the runs at these indices.
    case merge(Range<Int>)
    /// Make a file of the run at this index.
    case save(Int)
  }

  static let fanIn = 4

  /// Runs of so many entries or more are files.
  var fileLength: UInt64
  /// All entries below are durable: a file holds no others.
  var durable: UInt64

  /// The next step on runs, the oldest first; nil if there is none. Short runs come first: they
  /// are quick, and there are many of them.
  ///
  /// - Parameter lengths: Of the runs that are wanted: others are left alone.
  func next(_ runs: [Item], makingLengths lengths: ClosedRange<UInt64>) -> Step? {
    var best: (step: Step, length: UInt64)?
    func offer(_ step: Step, _ length: UInt64) {
      guard lengths.contains(length), length < best?.length ?? .max else { return }
      best = (step, length)
    }
    for start in runs.indices {
      let length = UInt64(runs[start].range.count)
      if start + Self.fanIn <= runs.count, isWhole(runs[start..<start + Self.fanIn]),
        !becomesFile(length * UInt64(Self.fanIn))
          || runs[start + Self.fanIn - 1].range.upperBound <= durable
      {
        offer(.merge(start..<start + Self.fanIn), length * UInt64(Self.fanIn))
      }
      if runs[start].isMemory, becomesFile(length), runs[start].range.upperBound <= durable {
        offer(.save(start), length)
      }
    }
    return best?.step
  }

  func becomesFile(_ length: UInt64) -> Bool { length >= fileLength }

  /// Whether the runs make up one longer run.
  private func isWhole(_ runs: ArraySlice<Item>) -> Bool {
    guard let first = runs.first else { return false }
    let length = UInt64(first.range.count)
    return first.range.lowerBound % (length * UInt64(Self.fanIn)) == 0
      && runs.allSatisfy { UInt64($0.range.count) == length }
  }
}
