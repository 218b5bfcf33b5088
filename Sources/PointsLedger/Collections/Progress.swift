import Synchronization

/// How far a long piece of work has come, for whoever shows it to people meanwhile.
///
/// ```swift
/// let progress = Progress()
/// try Progress.$current.withValue(progress) { try ledger.replay() }  // another thread asks `part`
/// ```
package final class Progress: Sendable {
  /// That of the work which the calling thread does; nil if nobody asks.
  @TaskLocal package static var current: Progress?

  private let done = Atomic<UInt64>(0)
  private let total = Atomic<UInt64>(0)
  private let hasBegun = Atomic<Bool>(false)

  package init() {}

  /// Notes that `done` parts of `total` are done; 0 if nobody knows how many there are.
  package func note(_ done: UInt64, of total: UInt64) {
    self.done.store(done, ordering: .relaxed)
    self.total.store(total, ordering: .relaxed)
    hasBegun.store(true, ordering: .relaxed)
  }

  /// What was noted last; nil before.
  package var state: (done: UInt64, total: UInt64)? {
    guard hasBegun.load(ordering: .relaxed) else { return nil }
    let (done, total) = (done.load(ordering: .relaxed), total.load(ordering: .relaxed))
    return (total == 0 ? done : min(done, total), total)
  }
}
