/// The kinds of calls that a simulated file system counts and can make fail.
package enum SimulatedCall: Sendable, CaseIterable {
  case open, create, status, rename, unlink, list, makeDirectory, removeDirectory, syncDirectory
  case read, write, allocate, size, syncData, sync, close, lock, queryLock

  /// Whether a crash in it may leave something else than a crash in the next call.
  var isCrashPoint: Bool {
    switch self {
    case .open, .status, .list, .read, .size, .close, .queryLock: false
    default: true
    }
  }

  /// Whether it changes anything that another process could see.
  package var isMutating: Bool {
    switch self {
    case .create, .rename, .unlink, .makeDirectory, .removeDirectory, .write, .allocate, .lock: true
    case .open, .status, .list, .syncDirectory, .read, .size, .syncData, .sync, .close, .queryLock:
      false
    }
  }
}

/// A failure that is planned.
package struct SimulatedFault: Sendable {
  /// The kind of call; nil for any.
  let call: SimulatedCall?
  /// The number of these calls until the one that fails; 1 for the next.
  var countdown: Int
  /// The system's error number.
  package let errorNumber: Int32
  /// Whether all later calls fail too.
  let isPermanent: Bool

  package init(
    _ call: SimulatedCall?, number: Int = 1, errorNumber: Int32, isPermanent: Bool = false
  ) {
    self.call = call
    countdown = number
    self.errorNumber = errorNumber
    self.isPermanent = isPermanent
  }
}

/// The ways in which a session is interrupted.
package enum SimulatedCrash: Sendable, CaseIterable {
  /// The process is killed: everything that it wrote stays, in memory.
  case processKill
  /// The machine stops: any part of what was not synced may be gone.
  case powerCut
}
