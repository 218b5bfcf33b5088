/// The future answers to posts that were handed over.
package struct PendingAnswers: Sendable {
  private let outcome = Future<WriteRequest.Outcome>()

  func deliver(_ outcome: WriteRequest.Outcome) { self.outcome.fulfil(outcome) }

  /// Whether `wait` would return at once.
  package var areReady: Bool { outcome.isReady }

  /// Waits for the answers. Returns one for each post.
  package func wait() throws(LedgerError) -> BatchAnswers { try outcome.wait().quickAnswers() }
}

extension WriteRequest.Outcome {
  func quickAnswers() throws(LedgerError) -> BatchAnswers {
    switch self {
    case .failed(let error): throw error
    case .booked, .accepted: return BatchAnswers()
    case .posts(let outcomes):
      return BatchAnswers(outcomes.lazy.map { BatchAnswer($0.decision) })
    case .quickly(let answers): return answers
    }
  }
}
