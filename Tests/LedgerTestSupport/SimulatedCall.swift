/// The kinds of calls that a simulated file system counts and can make fail.
package enum SimulatedCall: Sendable, CaseIterable {
  case open, create, status, rename, unlink, list, makeDirectory, removeDirectory, syncDirectory
  case read, write, allocate, size, syncData, sync, close, lock, queryLock

  /// Whether it changes anything that another process could see.
  package var isMutating: Bool {
    switch self {
    case .create, .rename, .unlink, .makeDirectory, .removeDirectory, .write, .allocate, .lock: true
    case .open, .status, .list, .syncDirectory, .read, .size, .syncData, .sync, .close, .queryLock:
      false
    }
  }
}

/// A failure to come.
package struct SimulatedFault: Sendable {
  /// The kind of call; nil for any.
  let call: SimulatedCall?
  /// The how-manyeth of these calls from now on fails; 1 for the next.
  var countdown: Int
  /// The system's error number.
  let errorNumber: Int32
  /// Whether all later ones fail too.
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

/// How a session ends without being asked.
package enum SimulatedCrash: Sendable, CaseIterable {
  /// The process is killed: all that it wrote stays, in memory.
  case processKill
  /// The machine stops: of what was not synced, any part may be gone.
  case powerCut
}
