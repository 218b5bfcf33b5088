extension ImportRun {
  /// Posts what waits for more rows, except an open group, and makes it durable.
  mutating func postWaiting() throws(Stop) {
    try finishBatch()
    guard isUnsynced else { return }
    isUnsynced = false
    do throws(LedgerError) { try ledger.sync() } catch { throw Stop(end: .failed(error)) }
  }

  mutating func flush(before next: Reference? = nil) throws(Stop) {
    try finishBatch()
    try flushGroup()
    try flushBookings(before: next)
  }

  /// Posts the batch, and waits for all its answers.
  mutating func finishBatch() throws(Stop) {
    try handBatchOver()
    try settle()
  }

  mutating func handBatchOverIfFull() throws(Stop) {
    guard batch.posts.count >= batchSize || isOneAwaited else { return }
    try handBatchOver()
    if settings.stopsAtRefusal { try settle() }
  }

  /// Whether the batch has a few hundred rows while the ledger is idle. Rows that arrive slowly
  /// need not wait for a full batch.
  private var isOneAwaited: Bool {
    let count = batch.posts.count
    return count > 0 && count % Self.smallBatch == 0 && handedOver?.answers.areReady ?? true
  }

  /// Hands the batch over, after the answers to the previous one.
  private mutating func handBatchOver() throws(Stop) {
    try settle()
    guard !batch.posts.isEmpty else { return }
    isUnsynced = true
    handedOver = (ledger.handOver(batch.posts), batch)
    batch = Waiting(posts: emptyBatch)
    batch.posts.reserve(batchSize)
    batch.lines.reserveCapacity(batchSize)
  }

  /// Waits for the answers to the previous batch, and counts them.
  private mutating func settle() throws(Stop) {
    guard let (answers, batch) = handedOver else { return }
    handedOver = nil
    try count(answers, batch.lines, definesUnits: batch.posts.definesUnits) {
      batch.posts.post(at: $0)
    }
  }

  private mutating func flushGroup() throws(Stop) {
    guard let name = groupName else { return }
    let (posts, lines) = (group.posts, group.lines)
    endGroup(name)
    isUnsynced = true
    let pending = ledger.handOver(group: posts)
    let definesUnits = posts.contains { $0.kind == .unit }
    try count(pending, lines, isGroup: true, definesUnits: definesUnits) { posts[$0] }
  }

  /// Books the clock's work, unless an earlier import already went past this row: that import did
  /// not book it, so this one must not either.
  mutating func flushBookings(before next: Reference?) throws(Stop) {
    guard !bookings.isEmpty else { return }
    defer { bookings.removeAll(keepingCapacity: true) }
    var line = 0
    do throws(LedgerError) {
      if let next {
        if try ledger.isDropped(next) { return }
        if try ledger.keptEntry(next) != nil { return }
      }
      for booking in bookings {
        guard let member = booking.last.member else { continue }
        line = booking.line
        if next == nil, try isBooked(booking.last, of: member) { continue }
        try ledger.settle(member, unit: booking.last.unit, upTo: booking.upTo)
      }
    } catch {
      switch error.code {
      case .clockWentBack: throw Stop(end: .unable(.clockWentBack, line: line))
      case .clockWentAhead: throw Stop(end: .unable(.clockWentAhead, line: line))
      case .outOfRange:
        try refuse(.inTheFuture(posted: ledger.options.clock.now()), line)
      default: throw Stop(end: .failed(error))
      }
    }
    try pause()
  }

  /// Whether the account has exactly this entry.
  private func isBooked(
    _ written: ImportRow.EngineWritten, of member: MemberIdentifier
  ) throws(LedgerError) -> Bool {
    var before: SequenceNumber?
    while true {
      let page: [Entry]
      do throws(LedgerError) {
        page = try ledger.history(of: member, unit: written.unit, before: before, limit: 16)
      } catch {
        if error.code == .compacted { return try wasDropped(written, of: member) }
        // There is no such account, so nothing is booked on it.
        guard error.code == .unknownMember || error.code == .unknownUnit else { throw error }
        return false
      }
      for entry in page {
        if entry.isEngineWritten, entry.kind == written.kind, entry.effective == written.time,
          entry.post.original == written.original
        {
          return true
        }
        // The entries of an account are in order of their effective instants.
        if entry.post.unit != nil, entry.refusal == nil, entry.effective < written.time {
          return false
        }
      }
      guard let last = page.last else { return try wasDropped(written, of: member) }
      before = last.sequence
    }
  }

  /// Whether an entry of an account that is not there any more may be this one.
  private func wasDropped(
    _ written: ImportRow.EngineWritten, of member: MemberIdentifier
  ) throws(LedgerError) -> Bool {
    guard let cut = try ledger.cut(of: member, unit: written.unit) else { return false }
    return written.time < cut.before
  }
}
