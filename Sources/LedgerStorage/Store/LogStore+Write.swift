extension LogStore {
  /// Writes one frame with entries after the last one. It is durable after the next `sync`.
  ///
  /// After a `reserve` this is a single write. Otherwise it makes room itself if needed, and throws
  /// like `reserve`.
  ///
  /// - Parameters:
  ///   - body: Opaque; at most `limits.bodyBytes` bytes.
  ///   - entryCount: The number of its sequence numbers; at least 1.
  ///   - clock: The time at which its entries were posted, in milliseconds since 1970; not before
  ///     `lastClock`.
  /// - Throws: `misuse`, and nothing was written; `full`; what the file system reports, and the
  ///   store is poisoned; `poisoned`; `readOnly`.
  package func append(
    body: RawSpan, entryCount: Int, clock: Int64
  ) throws(StorageError) {
    try withWriter { (writer) throws(StorageError) in
      guard body.byteCount <= limits.bodyBytes, let count = UInt32(exactly: entryCount), count > 0,
        clock >= writer.lastClock ?? .min,
        !writer.position.nextSequence.addingReportingOverflow(UInt64(count)).overflow
      else {
        throw StorageError(
          .misuse,
          "a frame of \(body.byteCount) bytes, \(entryCount) entries and the clock \(clock) cannot"
            + " follow",
          path: directory.path)
      }
      let length =
        FrameHeader.sectorCount(bodyLength: body.byteCount) * Sector.byteCount + Sector.byteCount
      if writer.position.offset + length > writer.extent { try makeRoom(&writer, isBulk: false) }
      let frame = writer.frames.make(
        .entries, body: body, entryCount: count, clock: clock,
        durableOffset: writer.durable.offset, at: writer.position)
      do throws(StorageError) {
        try checkLock(writer)
        try writer.logFile.write(writer.frames.sectors, at: UInt64(frame.offset))
      } catch { throw writer.fail(error) }
      writer.position.advance(past: frame)
      writer.lastClock = clock
      writer.latestInstant = max(writer.latestInstant, clock)
      let position = writer.position
      view.withLock { view in
        view.activeFrames.append(FrameStart(frame))
        view.position = position
      }
    }
  }

  /// Makes everything that was appended durable, and records that in `ack`.
  ///
  /// - Throws: What the file system reports, and the store is poisoned; `poisoned`; `readOnly`.
  package func sync() throws(StorageError) {
    try withWriter { (writer) throws(StorageError) in try sync(&writer) }
  }

  /// Ends the use of the store. A writer makes everything durable, writes a close frame unless the
  /// last frame is one, and releases the lock, even if it throws. A second call does nothing. It
  /// waits for an `install` under way.
  package func close() throws(StorageError) {
    try sealing.withLock { (_) throws(StorageError) in try closeAlone() }
  }

  private func closeAlone() throws(StorageError) {
    view.withLock { view in
      view.activeFile = nil
      view.ended = []
    }
    openFiles.closeAll()
    let writer = writer.withLock { $0.take() }
    guard var writer else { return }
    defer { writer.release() }
    try writer.checkHealth(path: directory.path)
    let position = writer.position
    if position.isAfterClose { return }
    try sync(&writer)
    // `reserve` left room for it; a log made by another program may be completely full.
    if position.offset + Sector.byteCount > LogLimits.formatLogBytes { return }
    try checkPlace(writer)
    let frame = writer.frames.make(
      .close, body: RawSpan(), entryCount: 0, clock: writer.lastClock ?? writer.latestInstant,
      durableOffset: position.offset, at: position)
    try writer.logFile.write(writer.frames.sectors, at: UInt64(frame.offset))
    writer.position.advance(past: frame)
    try sync(&writer)
  }

  /// Calls `body` with the writer's state, if this store can write.
  func withWriter<Result: Sendable>(
    _ body: (inout LogWriter) throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try writer.withLock { (slot) throws(StorageError) in
      guard var writer = slot.take() else {
        throw StorageError(
          mode == .writing ? .misuse : .readOnly,
          mode == .writing ? "the ledger was closed" : "the ledger is open for reading",
          path: directory.path)
      }
      defer { slot = writer }
      try writer.checkHealth(path: directory.path)
      return try body(&writer)
    }
  }

  /// Syncs the log if anything was appended since the last time, and then writes `ack`.
  func sync(_ writer: inout LogWriter) throws(StorageError) {
    if writer.durable.offset == writer.position.offset { return }
    do {
      try checkPlace(writer)
      try writer.logFile.syncData()
    } catch { throw writer.fail(error) }
    writer.durable = writer.position
    do { try writer.writeAck() } catch { throw writer.fail(error) }
    let sequence = writer.durable.nextSequence
    view.withLock { $0.durableSequence = sequence }
  }
}
