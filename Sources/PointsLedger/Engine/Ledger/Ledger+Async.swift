internal import LedgerStorage

// These calls may wait for a disk or for many entries. They hold no thread of Swift's pool while
// they wait, and each does the same as the synchronous function of its name. Cancelling the task
// does not stop the call. A query about one member or entry has no such form: it takes less time
// than starting a thread.

extension Ledger {
  /// Runs `body` on a separate thread.
  ///
  /// - Throws: The error of `body`; `resources` if no thread is available.
  func apart<Value: Sendable>(
    _ body: @escaping @Sendable () throws(LedgerError) -> Value
  ) async throws(LedgerError) -> Value {
    try await Self.apart(body)
  }

  static func apart<Value: Sendable>(
    _ body: @escaping @Sendable () throws(LedgerError) -> Value
  ) async throws(LedgerError) -> Value {
    // The lock around the result is for ThreadSanitizer, which does not see through continuations
    // on Linux.
    let made = Locked<Result<Value, LedgerError>?>(nil)
    await withCheckedContinuation { continuation in
      let isRunning = BackgroundThread.start {
        let result = Result(catching: body)
        made.withLock { $0 = result }
        continuation.resume()
      }
      if !isRunning { continuation.resume() }
    }
    guard let result = made.withLock({ $0 }) else {
      throw LedgerError(.resources, "no thread is to be had now; try again")
    }
    return try result.get()
  }

  /// As the synchronous `open(at:options:)`.
  public static func open(
    at path: String, options: Options = Options()
  ) async throws(LedgerError) -> Ledger {
    try await apart { () throws(LedgerError) in try open(at: path, options: options) }
  }

  /// As the synchronous `open(at:creatingWith:name:options:)`.
  public static func open(
    at path: String, creatingWith units: [UnitDefinition], name: String = "",
    options: Options = Options()
  ) async throws(LedgerError) -> Ledger {
    try await apart { () throws(LedgerError) in
      try open(at: path, creatingWith: units, name: name, options: options)
    }
  }

  /// As the synchronous `create(at:name:units:options:)`.
  public static func create(
    at path: String, name: String = "", units: [UnitDefinition] = [.points],
    options: Options = Options()
  ) async throws(LedgerError) -> Ledger {
    try await apart { () throws(LedgerError) in
      try create(at: path, name: name, units: units, options: options)
    }
  }

  /// As the synchronous `openForReading(at:options:)`.
  public static func openForReading(
    at path: String, options: Options = Options()
  ) async throws(LedgerError) -> Ledger {
    try await apart { () throws(LedgerError) in try openForReading(at: path, options: options) }
  }

  /// As the synchronous `verify(at:quick:options:)`. If no thread is available, `failure` says so.
  public static func verify(
    at path: String, quick: Bool = false, options: Options = Options()
  ) async -> VerifyReport {
    do throws(LedgerError) {
      return try await apart { () throws(LedgerError) in
        verify(at: path, quick: quick, options: options)
      }
    } catch {
      var report = VerifyReport()
      report.failure = error
      return report
    }
  }

  /// As the synchronous `sync()`.
  public func sync() async throws(LedgerError) {
    try await apart { () throws(LedgerError) in try self.sync() }
  }

  /// As the synchronous `close()`.
  public func close() async throws(LedgerError) {
    try await apart { () throws(LedgerError) in try self.close() }
  }

  /// As the synchronous `sweep(asOf:)`.
  public func sweep(asOf instant: Instant? = nil) async throws(LedgerError) -> SweepResult {
    try await apart { () throws(LedgerError) in try self.sweep(asOf: instant) }
  }

  /// As the synchronous `holds(asOf:atSequence:)`.
  public func holds(
    asOf instant: Instant? = nil, atSequence sequence: SequenceNumber? = nil
  ) async throws(LedgerError) -> [HoldView] {
    try await apart { () throws(LedgerError) in
      try self.holds(asOf: instant, atSequence: sequence)
    }
  }

  /// As the synchronous `balances(asOf:atSequence:)`.
  public func balances(
    asOf instant: Instant? = nil, atSequence sequence: SequenceNumber? = nil
  ) async throws(LedgerError) -> [AccountBalance] {
    try await apart { () throws(LedgerError) in
      try self.balances(asOf: instant, atSequence: sequence)
    }
  }

  /// As the synchronous `info()`.
  public func info() async throws(LedgerError) -> LedgerInfo {
    try await apart { () throws(LedgerError) in try self.info() }
  }

  /// As the synchronous `stateDigest()`.
  public func stateDigest() async throws(LedgerError) -> Digest {
    try await apart { () throws(LedgerError) in try self.stateDigest() }
  }

  /// As the synchronous `replay(until:asOf:)`.
  public func replay(
    until limit: ReplayLimit? = nil, asOf instant: Instant? = nil
  ) async throws(LedgerError) -> ReplayResult {
    try await apart { () throws(LedgerError) in try self.replay(until: limit, asOf: instant) }
  }
}
