/// What only the writer of a log keeps.
struct LogWriter: Sendable {
  let lock: WriteLock
  let ackFile: any File
  /// Which file `ack` is.
  let ackIdentity: FileIdentity
  var logFile: any File
  var logID: UInt64
  /// What the active log is called, and which file it is.
  var logFileName: String
  var logIdentity: FileIdentity
  /// Where the next frame goes.
  var position: LogPosition
  /// The active log is filled with zeros from `position` to here, in bytes.
  var extent: Int
  /// Nothing was ever written to the active log from here on, in bytes.
  var freshStart: Int
  /// All of the active log before it is durable.
  var durable: LogPosition
  var frames = FrameWriter()
  var entropy: any RandomNumberGenerator & Sendable
  /// The clock of the last frame, in milliseconds since 1970.
  var lastClock: Int64?
  /// The latest instant that the store was told, in milliseconds since 1970.
  var latestInstant: Int64
  /// The failure after which nothing more is written.
  var failure: StorageError?

  /// Says in `ack` how far the log is durable.
  func writeAck() throws(StorageError) {
    let ack = Ack(
      logID: logID, durableOffset: UInt64(durable.offset), nextSequence: durable.nextSequence)
    try ackFile.write(ack.encoded().rawSpan, at: 0)
  }
}

extension LogWriter {
  /// Nothing more is written after this; gives the error on. It is never of a category that
  /// promises that nothing was harmed.
  mutating func fail(_ error: StorageError) -> StorageError {
    failure = error.isShortage ? error.recategorized(.io) : error
    return failure ?? error
  }

  /// Throws where an earlier write failed.
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

  /// Goes on in a new, empty log of which everything up to `extent` is durable.
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

  /// Gives up the lock. Everything is durable by now, or has failed already.
  func release() {
    do { try ackFile.close() } catch {}
    lock.release()
  }
}
