extension ImportRun {
  /// Waits for answers and counts them.
  ///
  /// - Parameter post: Returns the post at an index.
  mutating func count(
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
      case .posted(let isLate):
        result.posted += 1
        if isLate { result.late += 1 }
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
  mutating func refuse(_ wrong: Malformation, _ line: Int) throws(Stop) {
    let error = InterchangeError(line: line, column: wrong.column, problem: .malformed(wrong))
    guard settings.skipsMalformed else { throw Stop(end: .badInput(error)) }
    pass(over: error)
  }

  func pause() throws(Stop) {
    settings.onProgress(result)
    if settings.shouldStop() { throw Stop(end: .interrupted) }
  }
}
