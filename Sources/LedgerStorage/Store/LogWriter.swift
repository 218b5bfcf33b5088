/// The state that only the writer of a log has.
struct LogWriter: Sendable {
  let lock: WriteLock
  let ackFile: any File
  /// The identity of the file `ack`.
  let ackIdentity: FileIdentity
  var logFile: any File
  var logID: UInt64
  /// The name of the active log, and its identity.
  var logFileName: String
  var logIdentity: FileIdentity
  /// The position of the next frame.
  var position: LogPosition
  /// From `position` to here, in bytes, the active log is filled with zeros.
  var extent: Int
  /// From here on, in bytes, nothing was ever written to the active log.
  var freshStart: Int
  /// The active log is durable up to here.
  var durable: LogPosition
  var frames = FrameWriter()
  var entropy: any RandomNumberGenerator & Sendable
  /// The clock of the last frame, in milliseconds since 1970.
  var lastClock: Int64?
  /// The latest instant that was passed to the store, in milliseconds since 1970.
  var latestInstant: Int64
  /// The failure after which nothing more is written.
  var failure: StorageError?

  /// Records in `ack` how far the log is durable.
  func writeAck() throws(StorageError) {
    let ack = Ack(
      logID: logID, durableOffset: UInt64(durable.offset), nextSequence: durable.nextSequence)
    try ackFile.write(ack.encoded().rawSpan, at: 0)
  }
}

extension LogWriter {
  /// Makes sure that nothing more is written, and returns the error. Its category never promises
  /// that the store is unchanged.
  mutating func fail(_ error: StorageError) -> StorageError {
    failure = error.isShortage ? error.recategorized(.io) : error
    return failure ?? error
  }

  /// Throws if an earlier write failed.
  func checkHealth(path: String) throws(StorageError) {
    if let failure {
      throw StorageError(
        .poisoned, "an earlier write failed: \(failure.path): \(failure.what)", path: path,
        errorNumber: failure.errorNumber)
    }
  }

  mutating func newUUID() -> LedgerUUID { LedgerUUID(from: &entropy) }

  /// Random, and not 0.
  mutating func newSalt() -> UInt32 { UInt32.random(in: 1 ... .max, using: &entropy) }

  /// Continues in a new, empty log that is durable up to `extent`.
  mutating func begin(
    _ file: any File, _ name: LogName, _ identity: FileIdentity, _ header: FileHeader, extent: Int
  ) {
    logFile = file
    logFileName = name.description
    logIdentity = identity
    logID = header.fileID.high
    position = LogPosition(startOf: header)
    durable = position
    self.extent = extent
    freshStart = extent
  }

  /// Releases the lock. Everything is durable by now, or has failed already.
  func release() {
    do { try ackFile.close() } catch {}
    lock.release()
  }
}
