internal import LedgerStorage

/// Looks up in the runs what a batch asks for, on a thread of its own, while the posts before are decided.
///
/// Where members are many, nearly every post asks for some that are not in memory, and looking them up
/// takes longer than all the rest of deciding. Runs never change, so anybody may do that. What was found
/// holds until what came lately goes into another run.
///
/// Sound as `@unchecked Sendable`: what changes is looked at under the monitor's lock alone.
final class Prefetcher: @unchecked Sendable {
  /// The decider looks up for itself what it comes to meanwhile.
  private static let lead = 2
  /// No more is kept in memory.
  private static let reach = 8

  /// What each part of the batch wants; nothing for those to which the decider had come before.
  private let wanted: [PrefetchRequest]
  private let runs: RunSet
  /// The state's, when this began.
  private let takenRunCount: UInt64
  private let monitor = Monitor()
  /// The part to which the decider has come.
  private var current: Int
  /// The first part that nobody has begun.
  private var next: Int
  private var found: [Int: PrefetchResult] = [:]
  private var isOver = false

  /// - Parameters:
  ///   - current: The part to which the decider has come.
  ///   - size: How many posts are a part; `LedgerState.prefetchDistance` or fewer.
  init(_ batch: borrowing PostBatch, after current: Int, size: Int, _ state: borrowing LedgerState)
  {
    var wanted = [PrefetchRequest](repeating: PrefetchRequest(), count: current + 1)
    for start in stride(from: wanted.count * size, to: batch.count, by: size) {
      wanted.append(state.wanted(by: batch, start..<min(start + size, batch.count)))
    }
    self.wanted = wanted
    runs = state.runs
    takenRunCount = state.takenRunCount
    self.current = current
    next = current + 1
  }

  /// Whether it is worth a thread where so many accounts of so many posts were not in memory.
  static func isWorthwhile(_ readCount: Int, of count: Int) -> Bool { readCount * 8 >= count }

  /// Begins to look up what comes two parts later and after that. Where no thread is to be had, the decider
  /// does all of it.
  func start() {
    _ = BackgroundThread.start { self.work(between: Self.lead, and: Self.reach) }
  }

  /// Looks all of it up.
  func finish() { work(between: 1, and: wanted.count) }

  /// Begins no more.
  func end() {
    monitor.lock()
    isOver = true
    monitor.broadcast()
    monitor.unlock()
  }

  /// Whether what is found still holds.
  func holds(in state: borrowing LedgerState) -> Bool { state.takenRunCount == takenRunCount }

  /// What was found for the part of the batch to which the decider has come; nil where nothing was.
  func take(_ part: Int) -> PrefetchResult? {
    monitor.lock()
    defer { monitor.unlock() }
    current = part
    monitor.broadcast()
    return found.removeValue(forKey: part)
  }

  private func work(between lead: Int, and reach: Int) {
    monitor.lock()
    defer { monitor.unlock() }
    while !isOver {
      let part = max(next, current + lead)
      guard part < wanted.count else { return }
      if part > current + reach {
        monitor.wait()
        continue
      }
      next = part + 1
      monitor.unlock()
      let values = PrefetchResult(of: wanted[part], in: runs)
      monitor.lock()
      if current < part { found[part] = values }
    }
  }
}
