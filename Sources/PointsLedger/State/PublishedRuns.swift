internal import LedgerStorage

/// The runs that the state last had, for whoever looks things up beside the judging.
final class PublishedRuns: Sendable {
  private let stack = Locked(RunStack())

  var current: RunStack { stack.withLock { $0 } }

  func publish(_ runs: RunStack) { stack.withLock { $0 = runs } }
}
