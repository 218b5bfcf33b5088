internal import LedgerStorage

/// Looks up in the runs what a batch asks for, on a thread of its own, while the posts before are judged.
///
/// Where members are many, nearly every post asks for some that are not in memory, and looking them up
/// takes longer than all the rest of judging. Runs never change, so anybody may do that. What was found
/// holds until what came lately goes into another run.
final class LookAhead: Sendable {
  /// The judge looks up for itself what it comes to meanwhile.
  private static let lead = 2

  private struct Progress: Sendable {
    /// The part to which the judge has come.
    var current: Int
    /// The first part that nobody has begun.
    var next: Int
    var found: [Int: FoundValues] = [:]
    var isOver = false
  }

  /// What each part of the batch wants; nothing for those to which the judge had come before.
  private let wanted: [WantedValues]
  private let runs: RunStack
  /// The state's, when this began.
  private let takenRunCount: UInt64
  private let progress: Locked<Progress>

  /// - Parameters:
  ///   - current: The part to which the judge has come.
  ///   - size: How many posts are a part; `LedgerState.lookahead` or fewer.
  init(_ batch: borrowing PostBatch, after current: Int, size: Int, _ state: borrowing LedgerState) {
    var wanted = [WantedValues](repeating: WantedValues(), count: current + 1)
    for start in stride(from: wanted.count * size, to: batch.count, by: size) {
      wanted.append(state.wanted(by: batch, start..<min(start + size, batch.count)))
    }
    self.wanted = wanted
    runs = state.runs
    takenRunCount = state.takenRunCount
    progress = Locked(Progress(current: current, next: current + 1))
  }

  /// Whether it is worth a thread where so many accounts of so many posts were not in memory.
  static func isWorthwhile(_ readCount: Int, of count: Int) -> Bool { readCount * 8 >= count }

  /// Begins to look up what comes two parts later and after that. Where no thread is to be had, the judge
  /// does all of it.
  func start() { _ = BackgroundThread.start { self.work(from: Self.lead) } }

  /// Looks all of it up.
  func finish() { work(from: 1) }

  /// Begins no more.
  func end() { progress.withLock { $0.isOver = true } }

  /// Whether what is found still holds.
  func holds(in state: borrowing LedgerState) -> Bool { state.takenRunCount == takenRunCount }

  /// What was found for the part of the batch to which the judge has come; nil where nothing was.
  func take(_ part: Int) -> FoundValues? {
    progress.withLock { progress in
      progress.current = part
      return progress.found.removeValue(forKey: part)
    }
  }

  private func work(from lead: Int) {
    while let part = nextPart(lead) {
      let found = FoundValues(of: wanted[part], in: runs)
      progress.withLock { if $0.current < part { $0.found[part] = found } }
    }
  }

  private func nextPart(_ lead: Int) -> Int? {
    let count = wanted.count
    return progress.withLock { progress in
      let part = max(progress.next, progress.current + lead)
      guard !progress.isOver, part < count else { return nil }
      progress.next = part + 1
      return part
    }
  }
}
