internal import LedgerStorage

extension SimulatedFileSystem.State {
  /// The calls so far in which a crash makes a difference.
  var callCount: Int { counts.reduce(0) { $0 + ($1.key.isCrashPoint ? $1.value : 0) } }

  /// The error number with which this call is to fail, if any.
  fileprivate mutating func fault(for call: SimulatedCall) -> Int32? {
    if call.isMutating && refusesWrites { return 30 }
    for index in faults.indices where faults[index].call == nil || faults[index].call == call {
      faults[index].countdown -= 1
      if faults[index].countdown == 0 || (faults[index].countdown < 0 && faults[index].isPermanent)
      {
        return faults[index].errorNumber
      }
    }
    return nil
  }
}

extension SimulatedFileSystem {
  /// Makes a call: counts it, and lets it fail or crash if that is planned.
  ///
  /// - Parameters:
  ///   - partial: What a call may have done although it fails, or the process is killed in it.
  ///   - body: The effect of the call when it succeeds.
  func perform<Result: Sendable>(
    _ call: SimulatedCall, _ path: String,
    partial: (inout State) -> Void = { _ in },
    _ body: (inout State) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try state.withLock { (state) throws(StorageError) in
      if state.isDead { throw Self.crashed(path) }
      state.counts[call, default: 0] += 1
      if let crash = state.crash, state.callCount >= crash.call {
        // A power cut decides later which part of a finished call survives; a sync has happened or
        // not.
        switch crash.mode {
        case .processKill: if state.random.coin() { partial(&state) } else { _ = try? body(&state) }
        case .powerCut: if state.random.coin() { _ = try? body(&state) }
        }
        state.isDead = true
        throw Self.crashed(path)
      }
      if let number = state.fault(for: call) {
        partial(&state)
        state.failedCalls.append(call)
        throw Self.error(number, path)
      }
      return try body(&state)
    }
  }

  static func error(_ number: Int32, _ path: String) -> StorageError {
    StorageError(
      ErrorNumber.category(of: number), "a simulated call failed", path: path, errorNumber: number)
  }

  private static func crashed(_ path: String) -> StorageError {
    StorageError(.io, "the simulated machine is off", path: path)
  }
}
