internal import LedgerStorage
internal import Synchronization

/// Has a ledger compacted beside posting, by a schedule.
///
/// The work is never done by the thread that calls `wake`: that thread writes the posts, and a
/// compaction posts. If no thread can be started, the next day will do.
final class CompactionScheduler: Sendable {
  private struct State: Sendable {
    weak var ledger: Ledger?
    /// The instant of the last look, in milliseconds.
    var looked: Int64?
    var isRunning = false
    var failure: LedgerError?
  }

  private let schedule: CompactionSchedule
  private let clock: any LedgerClock
  private let state = Locked(State())

  init(_ schedule: CompactionSchedule, clock: any LedgerClock) {
    self.schedule = schedule
    self.clock = clock
  }

  func serve(_ ledger: Ledger) { state.withLock { $0.ledger = ledger } }

  /// Called after each write.
  func wake() {
    let now = clock.now()
    let ledger = state.withLock { (state) -> Ledger? in
      if state.isRunning { return nil }
      if let looked = state.looked, !schedule.isDue(at: now, after: looked) { return nil }
      state.looked = now.milliseconds
      state.isRunning = state.ledger != nil
      return state.ledger
    }
    guard let ledger else { return }
    let isStarted = BackgroundThread.startGivingWay { [self] in
      var failure: LedgerError?
      do throws(LedgerError) { try ledger.compact(by: schedule) } catch { failure = error }
      end(failure)
    }
    if !isStarted { end(nil) }
  }

  private func end(_ failure: LedgerError?) {
    state.withLock { state in
      state.isRunning = false
      state.failure = failure
    }
  }

  /// The failure of the last compaction; nil if it succeeded.
  var failure: LedgerError? { state.withLock { $0.failure } }
}
