/// The answers to posts that were handed over, once they are there.
///
/// Sound as `@unchecked Sendable`: the outcome is looked at under the monitor's lock alone.
package final class PendingAnswers: @unchecked Sendable {
  private let monitor = Monitor()
  private var outcome: PostingRequest.Outcome?

  func deliver(_ outcome: PostingRequest.Outcome) {
    monitor.lock()
    self.outcome = outcome
    monitor.broadcast()
    monitor.unlock()
  }

  /// Whether nobody would wait for them.
  package var areReady: Bool {
    monitor.lock()
    defer { monitor.unlock() }
    return outcome != nil
  }

  /// Waits until the posts are answered: one answer each.
  package func wait() throws(LedgerError) -> QuickAnswers {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      if let outcome { return try outcome.quickAnswers() }
      monitor.wait()
    }
  }
}

extension PostingRequest.Outcome {
  func quickAnswers() throws(LedgerError) -> QuickAnswers {
    switch self {
    case .failed(let error): throw error
    case .booked: return QuickAnswers()
    case .posts(let outcomes):
      return QuickAnswers(outcomes.lazy.map { QuickAnswer($0.decision) })
    case .quickly(let answers): return answers
    }
  }
}
