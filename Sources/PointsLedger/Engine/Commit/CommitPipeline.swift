internal import LedgerStorage
internal import Synchronization

/// Group commit with a leader and followers: the first caller does the work of all requests that
/// have queued up meanwhile; the other callers wait for it.
///
/// One group is under way at a time. Requests with a completion, whose callers do not wait, are led
/// by the pipeline's own thread.
final class CommitPipeline: @unchecked Sendable {
  /// The most requests in one group.
  static let maximumRequests = 4_096

  private let process = ProcessMark()
  private let monitor = Monitor()
  private var waiting: [WriteRequest] = []
  private var hasLeader = false
  private var hasThread = false
  /// Changed only under the monitor.
  private let isClosed = Atomic(false)
  /// Everything below this sequence number may be shown. Changed only under the monitor.
  private let published: Atomic<UInt64>
  private var failure: LedgerError?
  private let commit: @Sendable ([WriteRequest]) -> Result<Committed, LedgerError>

  /// The result of a group; all of it may be published.
  struct Committed: Sendable {
    /// One for each request, in the same order.
    var outcomes: [WriteRequest.Outcome]
    /// The sequence number after the last entry that may be published.
    var next: UInt64
  }

  /// - Parameter commit: Does the work of a group, and makes it durable.
  init(
    published: UInt64,
    commit: @escaping @Sendable ([WriteRequest]) -> Result<Committed, LedgerError>
  ) {
    self.published = Atomic(published)
    self.commit = commit
  }

  /// Does `request`, alone or in a group, and returns when its outcome is published.
  func run(_ request: WriteRequest) -> WriteRequest.Outcome {
    guard isOfThisProcess else { return .failed(Self.forked) }
    monitor.lock()
    defer { monitor.unlock() }
    if let refusal = refusal { return .failed(refusal) }
    waiting.append(request)
    while true {
      if let outcome = request.outcome { return outcome }
      if hasLeader { monitor.wait() } else { lead() }
    }
  }

  /// Does `request` on the pipeline's own thread, and calls its completion.
  func enqueue(_ request: WriteRequest) {
    guard isOfThisProcess else {
      request.completion?(.failed(Self.forked))
      return
    }
    monitor.lock()
    if let refusal = refusal {
      monitor.unlock()
      request.completion?(.failed(refusal))
      return
    }
    waiting.append(request)
    let needsThread = !hasThread
    hasThread = true
    monitor.broadcast()
    monitor.unlock()
    if needsThread { startThread() }
  }

  /// Returns when everything below `sequence` is published.
  func waitUntilPublished(_ sequence: UInt64) throws(LedgerError) {
    try checkProcess()
    if publishedSequence >= sequence { return }
    monitor.lock()
    defer { monitor.unlock() }
    while publishedSequence < sequence {
      if let failure { throw failure }
      monitor.wait()
    }
  }

  var publishedSequence: UInt64 { published.load(ordering: .acquiring) }

  /// Publishes the entries that a reader found in the log.
  func publish(_ sequence: UInt64) {
    monitor.lock()
    published.max(sequence, ordering: .releasing)
    monitor.broadcast()
    monitor.unlock()
  }

  /// Waits for the work under way, then refuses everything. False if it was closed already.
  func close() throws(LedgerError) -> Bool {
    try checkProcess()
    monitor.lock()
    defer { monitor.unlock() }
    if isClosed.load(ordering: .relaxed) { return false }
    isClosed.store(true, ordering: .relaxed)
    while hasLeader || !waiting.isEmpty {
      if hasLeader { monitor.wait() } else { lead() }
    }
    monitor.broadcast()
    return true
  }

  /// Whether this is the process that made the pipeline, and not a fork of it. Check this before
  /// taking any lock: another thread may have held it at the time of the fork, and no thread will
  /// release it here.
  var isOfThisProcess: Bool { process.isCurrent }

  /// Throws `closed` in a fork of the process that opened the ledger.
  func checkProcess() throws(LedgerError) {
    if !isOfThisProcess { throw Self.forked }
  }

  static let forked = LedgerError(
    .closed, "this ledger was opened by the process of which this one is a fork: open it again here"
  )

  /// Throws `closed` once the ledger is closed.
  func checkOpen() throws(LedgerError) {
    try checkProcess()
    if isClosed.load(ordering: .relaxed) { throw Self.closed }
  }

  /// Lets the pipeline's thread end if the ledger is dropped without being closed.
  func abandon() {
    monitor.lock()
    isClosed.store(true, ordering: .relaxed)
    monitor.broadcast()
    monitor.unlock()
  }

  var poison: LedgerError? {
    monitor.lock()
    defer { monitor.unlock() }
    return failure
  }

  private static let closed = LedgerError(.closed, "the ledger is closed; open it again")

  private var refusal: LedgerError? {
    if isClosed.load(ordering: .relaxed) { return Self.closed }
    return failure.map {
      LedgerError(.poisoned, "an earlier write failed (\($0.message)); open the ledger again")
    }
  }

  /// Commits the waiting requests. The monitor is locked before and after.
  ///
  /// Outcomes are set only here: under the monitor, after the commit. Any broadcast may wake any
  /// waiter, so an outcome that a waiter finds must be durable.
  private func lead() {
    hasLeader = true
    let count = min(waiting.count, Self.maximumRequests)
    let group = Array(waiting.prefix(count))
    waiting.removeFirst(count)
    let result: Result<Committed, LedgerError>
    if let failure {
      result = .failure(failure)
    } else {
      monitor.unlock()
      result = commit(group)
      monitor.lock()
    }
    switch result {
    case .success(let committed):
      precondition(committed.outcomes.count == group.count, "each request has one outcome")
      published.max(committed.next, ordering: .releasing)
      for (request, outcome) in zip(group, committed.outcomes) { request.outcome = outcome }
    case .failure(let error):
      failure = failure ?? error
      for request in group { request.outcome = .failed(error) }
    }
    hasLeader = false
    monitor.broadcast()
    for request in group {
      if let outcome = request.outcome { request.completion?(outcome) }
    }
  }

  private func startThread() {
    if BackgroundThread.start({ self.leadForever() }) { return }
    // No thread could be started, so the caller's does the work.
    monitor.lock()
    hasThread = false
    while !waiting.isEmpty { if hasLeader { monitor.wait() } else { lead() } }
    monitor.unlock()
  }

  private func leadForever() {
    monitor.lock()
    while !isClosed.load(ordering: .relaxed) || !waiting.isEmpty {
      if hasLeader || waiting.isEmpty { monitor.wait() } else { lead() }
    }
    monitor.unlock()
  }
}
