internal import LedgerStorage

/// Looks up in the runs what the posts of a batch will need, on a thread of its own, while earlier
/// posts are decided.
///
/// With many members, nearly every post needs some that are not in memory, and looking them up
/// takes longer than all other work of deciding. Runs never change, so any thread may read them.
/// The results hold until recent values go into another run.
///
/// Sound as `@unchecked Sendable`: mutable state is accessed only under the monitor's lock.
final class Prefetcher: @unchecked Sendable {
  /// The distance from the decider's part to the first one looked up here; the decider looks up
  /// nearer parts itself.
  private static let lead = 2
  /// The distance to the last part looked up here. It bounds the results in memory.
  private static let reach = 8

  /// The keys that each part of the batch needs; empty for parts that the decider had reached
  /// before.
  private let wanted: [PrefetchRequest]
  private let runs: RunSet
  /// The state's count when this was made.
  private let takenRunCount: UInt64
  private let monitor = Monitor()
  /// The part that the decider has reached.
  private var current: Int
  /// The first part that was not started.
  private var next: Int
  private var found: [Int: PrefetchResult] = [:]
  private var isOver = false

  /// - Parameters:
  ///   - current: The part that the decider has reached.
  ///   - size: The number of posts in a part, at most `LedgerState.prefetchDistance`.
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

  /// Whether a thread is worthwhile, given how many of `count` posts had an account that was not in
  /// memory.
  static func isWorthwhile(_ readCount: Int, of count: Int) -> Bool { readCount * 8 >= count }

  /// Starts to look up the part two after the decider's, and later ones. If no thread can be
  /// started, the decider looks up everything itself.
  func start() {
    _ = BackgroundThread.start { self.work(between: Self.lead, and: Self.reach) }
  }

  /// Looks up everything on the calling thread.
  func finish() { work(between: 1, and: wanted.count) }

  /// Stops after the part under way.
  func end() {
    monitor.lock()
    isOver = true
    monitor.broadcast()
    monitor.unlock()
  }

  /// Whether the results still hold.
  func holds(in state: borrowing LedgerState) -> Bool { state.takenRunCount == takenRunCount }

  /// The results for the part that the decider has reached; nil if there are none.
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
