/// One import under way.
///
/// Rows may wait in three lists, which reach the ledger in this order: the batch, the open group,
/// and the bookings of the clock.
struct ImportRun {
  /// Ends the import.
  struct Stop: Error {
    let end: ImportResult.End
  }

  /// Posts that are waiting, and their lines.
  private struct Waiting<Posts> {
    var posts: Posts
    var lines: [Int] = []
  }

  private struct Booking {
    var last: ImportRow.EngineWritten
    var line: Int
    /// The latest instant among the rows that it stands for.
    var upTo: Instant
  }

  var result = ImportResult()
  private let ledger: Ledger
  private let settings: Importer
  private let batchSize: Int
  private static let smallBatch = 512
  private var units: [UnitInfo]
  private var batch: Waiting<PostBatch>
  /// A new batch starts as a copy of this.
  private var emptyBatch: PostBatch
  /// The previous batch, which the ledger decides while the next rows are read.
  private var handedOver: (answers: PendingAnswers, batch: Waiting<PostBatch>)?
  private var group = Waiting<[Post]>(posts: [])
  /// The `group` value of the rows in the open group.
  private var groupName: InlineText?
  private var endedGroups = EndedGroups()
  private var spoiled = SpoiledGroup()
  /// Whether something was handed over since the last sync.
  private var isUnsynced = false
  /// Rows that the ledger wrote itself; of adjacent rows for one account only the last is kept.
  private var bookings: [Booking] = []

  /// The ledger's clock certainly allows posts that occur up to this instant.
  private let horizon: Int64

  init(ledger: Ledger, settings: Importer) {
    self.ledger = ledger
    self.settings = settings
    batchSize = settings.stopsAtRefusal ? 1 : max(settings.batchSize, 1)
    units = ledger.units
    emptyBatch = ledger.makeBatch()
    batch = Waiting(posts: emptyBatch)
    horizon = ledger.options.clock.now().milliseconds &+ PostCheck.maximumLead
  }

  mutating func read(_ format: InterchangeFormat, _ source: @escaping ByteSource) throws(Stop) {
    var reader = try open(format, source)
    try checkEnd(&reader)
    var pausing = true
    loop: while true {
      switch try advance(&reader, pausing: pausing) {
      case .end: break loop
      case .paused:
        try postWaiting()
        pausing = false
        continue
      case .row: pausing = true
      case nil: continue
      }
      try checkEnd(&reader)
      if try takePlain(&reader) { continue }
      if let row = try row(&reader) { try take(row) }
    }
    try flush()
  }

  private func open(
    _ format: InterchangeFormat, _ source: @escaping ByteSource
  ) throws(Stop) -> InterchangeReader {
    do throws(InterchangeError) {
      return try InterchangeReader(
        format: format, shape: settings.shape, source: source, isQuiet: settings.isQuiet)
    } catch {
      throw Stop(end: .badInput(error))
    }
  }

  /// Nil for a malformed row that was passed over.
  private mutating func advance(
    _ reader: inout InterchangeReader, pausing: Bool
  ) throws(Stop) -> ReaderStep? {
    do throws(InterchangeError) { return try reader.advance(pausing: pausing) } catch {
      // A file that was cut off within a row has a malformed last row.
      try checkEnd(&reader, afterFault: true)
      try reject(error, of: .unknown)
    }
    do throws(InterchangeError) { try reader.skipFaulty() } catch {
      throw Stop(end: .badInput(error))
    }
    return nil
  }

  /// Notes that the current line is the last, and has no end.
  private mutating func checkEnd(
    _ reader: inout InterchangeReader, afterFault: Bool = false
  ) throws(Stop) {
    guard let line = reader.unendedLine(afterFault: afterFault) else { return }
    result.unendedLine = line
    guard settings.requiresFinalNewline else { return }
    let error = InterchangeError(line: line, problem: .lineNotEnded)
    if groupName == nil { try flush() }
    throw Stop(end: .badInput(error))
  }

  private mutating func row(_ reader: inout InterchangeReader) throws(Stop) -> ImportRow? {
    var failure: LedgerError?
    let row: ImportRow?
    do throws(InterchangeError) {
      row = try reader.row(
        scale: { scale(of: $0) },
        counted: { reference, original, decimals in
          do throws(LedgerError) { return try countedUnit(reference, original, decimals) } catch {
            failure = error
            return nil
          }
        })
    } catch {
      // The row may have been read wrong because of the failure.
      if let failure { throw Stop(end: .failed(failure)) }
      try reject(error, of: reader.group())
      return nil
    }
    if let failure { throw Stop(end: .failed(failure)) }
    return row
  }

  /// Ends the import at a malformed row, or passes over it.
  private mutating func reject(
    _ error: InterchangeError, of group: RowGroup
  ) throws(Stop) {
    guard settings.skipsMalformed, !error.isAboutSource else {
      // Not an open group: the row may belong to it.
      if groupName == nil { try flush() }
      throw Stop(end: .badInput(error))
    }
    let open = groupName
    switch group {
    case .named(let name) where name != open: try flush()
    case .none: try flush()
    default: dropGroup(because: error.line)
    }
    spoiled.note(line: error.line, of: group, open: open)
    pass(over: error)
  }

  /// Passes over the rows of the open group.
  private mutating func dropGroup(because line: Int) {
    guard let name = groupName else { return }
    for row in group.lines { pass(over: .groupSpoiled(of: line), row) }
    endGroup(name)
  }

  private mutating func pass(over problem: InterchangeError.Problem, _ line: Int) {
    pass(over: InterchangeError(line: line, field: .group, problem: problem))
  }

  private mutating func pass(over error: InterchangeError) {
    result.malformed += 1
    settings.onMalformed(error)
  }

  private mutating func endGroup(_ name: InlineText) {
    if endedGroups.line(of: name) == nil {
      endedGroups.append(name, line: group.lines.first ?? 0)
    }
    groupName = nil
    group = Waiting(posts: [])
  }

  // MARK: - Rows

  /// Takes the row if it is plain, as nearly all are, and no waiting group or booking has to come
  /// first.
  private mutating func takePlain(_ reader: inout InterchangeReader) throws(Stop) -> Bool {
    guard groupName == nil, bookings.isEmpty, spoiled.isClear,
      let line = reader.addPlain(to: &batch.posts, until: horizon)
    else { return false }
    batch.lines.append(line)
    try handBatchOverIfFull()
    return true
  }

  private mutating func take(_ row: ImportRow) throws(Stop) {
    switch row.content {
    case .engineWritten(let written): try take(written, row.line)
    case .post(let post): try take(post, row)
    }
  }

  /// The clock's work after the last row of a group is booked after the group. Within the group its
  /// own posts book it.
  private mutating func take(_ written: ImportRow.EngineWritten, _ line: Int) throws(Stop) {
    result.rows += 1
    result.engineWritten += 1
    if written.kind == .counter || written.kind.isOperator { return }
    if groupName == nil { try finishBatch() }
    if let run = bookings.last, run.last.member == written.member, run.last.unit == written.unit {
      let upTo = max(run.upTo, written.time)
      bookings[bookings.count - 1] = Booking(last: written, line: line, upTo: upTo)
    } else {
      bookings.append(Booking(last: written, line: line, upTo: written.time))
    }
  }

  private mutating func take(_ post: Post, _ row: ImportRow) throws(Stop) {
    if let line = spoiled.line(for: row.group) {
      pass(over: .groupSpoiled(of: line), row.line)
      return
    }
    if groupName != row.group { try flush(before: post.reference) }
    if groupName == nil {
      try flushBookings(before: post.reference)
    } else {
      bookings.removeAll(keepingCapacity: true)
    }
    // The batch must not continue after a malformed row.
    let wrong = PostCheck.malformation(
      of: post, posted: .max &- PostCheck.maximumLead, by: ledger.options.calendar)
    if post.kind == .opening, passesOver(post, wrong) { return }
    if let wrong {
      let isExpired = post.kind == .opening && wrong == .expiryBeforeActivation
      let problem = isExpired ? InterchangeError.Problem.expiredOpening : .malformed(wrong)
      try reject(
        InterchangeError(line: row.line, column: wrong.column, problem: problem),
        of: RowGroup(row.group))
      return
    }
    guard let name = row.group else {
      // A row that may be malformed because of the clock is posted alone: the batch must not continue
      // after it.
      let isAlone =
        post.kind == .closePeriod || post.occurred.map { $0.milliseconds > horizon } ?? false
      if isAlone { try finishBatch() }
      batch.posts.append(post)
      batch.lines.append(row.line)
      // Later rows may use a unit that this one defines.
      if isAlone || post.kind == .unit {
        try finishBatch()
      } else {
        try handBatchOverIfFull()
      }
      return
    }
    if groupName == nil, let line = endedGroups.line(of: name) {
      let problem = InterchangeError.Problem.groupBroken(start: line)
      try reject(
        InterchangeError(line: row.line, field: .group, problem: problem), of: .named(name))
      return
    }
    groupName = name
    guard group.posts.count < Post.maximumGroup else {
      let problem = InterchangeError.Problem.groupTooLarge(maximum: Post.maximumGroup)
      try reject(
        InterchangeError(line: row.line, field: .group, problem: problem), of: .named(name))
      return
    }
    group.posts.append(post)
    group.lines.append(row.line)
  }

  /// Whether an opening brings nothing and is passed over.
  private mutating func passesOver(_ opening: Post, _ wrong: Malformation?) -> Bool {
    if wrong == .pointsZero {
      result.zeroOpenings += 1
    } else if settings.skipsExpiredOpenings, wrong == nil || wrong == .expiryBeforeActivation,
      hasExpired(opening)
    {
      result.expiredOpenings += 1
    } else {
      return false
    }
    result.rows += 1
    return true
  }

  private func hasExpired(_ opening: Post) -> Bool {
    guard let occurred = opening.occurred, let expires = opening.expires else { return false }
    let end = try? expires.instant(from: occurred, by: ledger.options.calendar)
    return end.map { $0 <= occurred } ?? false
  }

  /// The scale of a unit, according to the rows read so far.
  private func scale(of unit: UnitCode?) -> UInt8? {
    units.scale(of: unit, orDefinedBy: group.posts)
  }

  /// The unit in whose scale the points of a row are to be read that names an original and no unit;
  /// nil where it does not matter.
  private func countedUnit(
    _ reference: Reference, _ original: Reference, _ decimals: Int
  ) throws(LedgerError) -> UnitCode? {
    guard hasSeveralScales else { return nil }
    return try ledger.countedUnit(
      of: reference, about: original, orElse: try waitingUnit(of: original), decimals: decimals)
  }

  /// The unit of a post that waits to be posted; nil if there is none.
  private func waitingUnit(of reference: Reference) throws(LedgerError) -> UnitCode? {
    var reference = reference
    // A reversal may be about a capture, and that about a hold.
    for _ in 0..<3 {
      guard let post = waiting(reference) else {
        return try ledger.keptEntry(reference)?.post.unit
      }
      if let unit = post.unit { return unit }
      guard let original = post.original else { return units.first?.code }
      reference = original
    }
    return nil
  }

  private var hasSeveralScales: Bool { units.haveSeveralScales(with: group.posts) }

  private func waiting(_ reference: Reference) -> Post? {
    if let post = group.posts.last(where: { $0.reference == reference }) { return post }
    for posts in [batch.posts, handedOver?.batch.posts].compactMap(\.self) {
      let found = (0..<posts.count).last { posts.reference(at: $0) == reference }
      if let found { return posts.post(at: found) }
    }
    return nil
  }

  // MARK: - Posting

  /// Posts what waits for more rows, except an open group, and makes it durable.
  private mutating func postWaiting() throws(Stop) {
    try finishBatch()
    guard isUnsynced else { return }
    isUnsynced = false
    do throws(LedgerError) { try ledger.sync() } catch { throw Stop(end: .failed(error)) }
  }

  private mutating func flush(before next: Reference? = nil) throws(Stop) {
    try finishBatch()
    try flushGroup()
    try flushBookings(before: next)
  }

  /// Posts the batch, and waits for all its answers.
  private mutating func finishBatch() throws(Stop) {
    try handBatchOver()
    try settle()
  }

  private mutating func handBatchOverIfFull() throws(Stop) {
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
  private mutating func flushBookings(before next: Reference?) throws(Stop) {
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

  /// Waits for answers and counts them.
  ///
  /// - Parameter post: Returns the post at an index.
  private mutating func count(
    _ pending: PendingAnswers, _ lines: [Int], isGroup: Bool = false, definesUnits: Bool,
    _ post: (Int) -> Post
  ) throws(Stop) {
    let answers: BatchAnswers
    do throws(LedgerError) { answers = try pending.wait() } catch {
      throw Stop(end: .failed(error))
    }
    if isGroup {
      for case (let malformed, .refused(.malformed(let wrong), _)) in answers.others {
        try refuse(wrong, lines[malformed])
        for (index, line) in lines.enumerated() where index != malformed {
          pass(over: .groupSpoiled(of: lines[malformed]), line)
        }
        return
      }
    }
    var refused: RefusedRow?
    var counted = 0
    func countPosted(upTo index: Int) {
      result.posted += index - counted
      result.rows += index - counted
      counted = index
    }
    for (index, answer) in answers.others {
      countPosted(upTo: index)
      switch answer {
      case .posted: result.posted += 1
      case .duplicate: result.duplicates += 1
      case .refused(let code, let isRepeated):
        counted += 1
        if case .malformed(let wrong) = code {
          try refuse(wrong, lines[index])
          continue
        }
        let row = try count(code, isRepeated: isRepeated, post(index), lines[index])
        if refused == nil { refused = row }
        result.rows += 1
        continue
      }
      result.rows += 1
      counted += 1
    }
    countPosted(upTo: answers.count)
    if definesUnits {
      units = ledger.units
      emptyBatch = ledger.makeBatch()
      if batch.posts.isEmpty { batch.posts = emptyBatch }
    }
    try pause()
    if settings.stopsAtRefusal, let refused { throw Stop(end: .refused(refused)) }
  }

  private mutating func count(
    _ code: RefusalCode, isRepeated: Bool, _ post: Post, _ line: Int
  ) throws(Stop) -> RefusedRow {
    let unit = post.unit ?? (hasSeveralScales ? decidedUnit(of: post.reference) : nil)
    let scale = scale(of: unit) ?? 0
    let refusal = Refusal(code: code, sequence: nil, isRepeated: isRepeated)
    let row = RefusedRow(
      line: line, reference: post.reference, code: code, scale: scale,
      explanation: ledger.explanation(of: refusal, for: post, scale: scale))
    switch code {
    case .ledgerReadOnly, .ledgerFull, .clockWentBack, .clockWentAhead:
      throw Stop(end: .unable(code, line: line))
    case _ where isRepeated: result.duplicates += 1
    default:
      if code == .compactedReference, try isDropped(post.reference) {
        result.duplicates += 1
        return row
      }
      result.refused += 1
      result.refusals[code.name, default: 0] += 1
      settings.onRefusal(row)
    }
    return row
  }

  /// Whether a reference is that of an entry that was dropped; otherwise the post was only about
  /// one.
  private func isDropped(_ reference: Reference) throws(Stop) -> Bool {
    do throws(LedgerError) { return try ledger.isDropped(reference) } catch {
      throw Stop(end: .failed(error))
    }
  }

  /// The unit of a refusal, for a message.
  private func decidedUnit(of reference: Reference) -> UnitCode? {
    try? ledger.entry(reference: reference)?.post.unit
  }

  /// Ends the import at a row that the ledger found malformed, or passes over it.
  private mutating func refuse(_ wrong: Malformation, _ line: Int) throws(Stop) {
    let error = InterchangeError(line: line, column: wrong.column, problem: .malformed(wrong))
    guard settings.skipsMalformed else { throw Stop(end: .badInput(error)) }
    pass(over: error)
  }

  private func pause() throws(Stop) {
    settings.onProgress(result)
    if settings.shouldStop() { throw Stop(end: .interrupted) }
  }
}
