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
  struct Waiting<Posts> {
    var posts: Posts
    var lines: [Int] = []
  }

  struct Booking {
    var last: ImportRow.EngineWritten
    var line: Int
    /// The latest instant among the rows that it stands for.
    var upTo: Instant
  }

  var result = ImportResult()
  let ledger: Ledger
  let settings: Importer
  let batchSize: Int
  static let smallBatch = 512
  var units: [UnitInfo]
  var batch: Waiting<PostBatch>
  /// A new batch starts as a copy of this.
  var emptyBatch: PostBatch
  /// The previous batch, which the ledger decides while the next rows are read.
  var handedOver: (answers: PendingAnswers, batch: Waiting<PostBatch>)?
  var group = Waiting<[Post]>(posts: [])
  /// The `group` value of the rows in the open group.
  var groupName: InlineText?
  private var endedGroups = EndedGroups()
  private var spoiled = SpoiledGroup()
  /// Whether something was handed over since the last sync.
  var isUnsynced = false
  /// Rows that the ledger wrote itself; of adjacent rows for one account only the last is kept.
  var bookings: [Booking] = []

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
        format: format, shape: settings.shape, calendar: settings.calendar, source: source,
        isQuiet: settings.isQuiet)
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

  mutating func pass(over problem: InterchangeError.Problem, _ line: Int) {
    pass(over: InterchangeError(line: line, field: .group, problem: problem))
  }

  mutating func pass(over error: InterchangeError) {
    result.malformed += 1
    settings.onMalformed(error)
  }

  mutating func endGroup(_ name: InlineText) {
    if endedGroups.line(of: name) == nil {
      endedGroups.append(name, line: group.lines.first ?? 0)
    }
    groupName = nil
    group = Waiting(posts: [])
  }

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
  func scale(of unit: UnitCode?) -> UInt8? {
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

  var hasSeveralScales: Bool { units.haveSeveralScales(with: group.posts) }

  private func waiting(_ reference: Reference) -> Post? {
    if let post = group.posts.last(where: { $0.reference == reference }) { return post }
    for posts in [batch.posts, handedOver?.batch.posts].compactMap(\.self) {
      let found = (0..<posts.count).last { posts.reference(at: $0) == reference }
      if let found { return posts.post(at: found) }
    }
    return nil
  }
}
