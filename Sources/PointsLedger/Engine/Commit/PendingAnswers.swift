/// The answers to posts that were handed over, once they are there.
///
/// Sound as `@unchecked Sendable`: the outcome is looked at under the monitor's lock alone.
package final class PendingAnswers: @unchecked Sendable {
  private let monitor = Monitor()
  private var outcome: WriteRequest.Outcome?

  func deliver(_ outcome: WriteRequest.Outcome) {
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
  package func wait() throws(LedgerError) -> BatchAnswers {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      if let outcome { return try outcome.quickAnswers() }
      monitor.wait()
    }
  }
}

extension WriteRequest.Outcome {
  func quickAnswers() throws(LedgerError) -> BatchAnswers {
    switch self {
    case .failed(let error): throw error
    case .booked: return BatchAnswers()
    case .posts(let outcomes):
      return BatchAnswers(outcomes.lazy.map { BatchAnswer($0.decision) })
    case .quickly(let answers): return answers
    }
  }
}
