import PointsLedger

/// The rules in their simplest form: dictionaries, arrays and full recomputation. The engine must
/// give the same answers.
final class NaiveLedger: LedgerUnderTest {
  var state: NaiveState
  /// What took the place of the identifiers of the person that was erased last.
  var lastErased: [MemberIdentifier: MemberIdentifier] = [:]

  init(_ setup: LedgerSetup) {
    state = NaiveState(posted: setup.clock, enrollsUnknownMembers: setup.enrollsUnknownMembers)
    for (code, terms) in setup.units {
      guard let reference = Reference("unit/\(code)") else { continue }
      _ = post(.unit(code, terms: terms, reference: reference, occurred: .epoch), at: setup.clock)
    }
  }

  func post(_ post: Post, at clock: Instant) -> ObservedAnswer {
    if let code = clockRefusal(clock) { return .refused(code) }
    let posted = max(clock, state.posted)
    if let fault = malformation(of: post, posted: posted) { return .refused(.malformed(fault)) }
    if state.wasDropped(post.reference) { return .refused(.compactedReference) }
    if let known = state.decisions[post.reference] {
      let differing = state.differing(post, known)
      return differing.isEmpty ? known.answer.again : conflict(known, differing)
    }
    if let fault = lateMalformation(of: post, posted: posted) {
      return .refused(.malformed(fault))
    }
    let asked = NaiveCase(post, posted: posted)
    do throws(NaiveRefusal) {
      let answer = ObservedAnswer.posted(receipt(try state.decide(asked)))
      decided(asked, group: [], posted: posted, answer)
      return answer
    } catch {
      guard error.code.isRecorded else { return .refused(error.code) }
      return write(error.code, of: asked, group: [], posted: posted)
    }
  }

  func sweep(asOf limit: Instant, at clock: Instant) -> ObservedSweep {
    var sweep = ObservedSweep()
    if let code = clockRefusal(clock) { return ObservedSweep(refusal: code) }
    let posted = max(clock, state.posted)
    for account in state.accounts.indices {
      for booking in state.book(account, upTo: limit) {
        sweep.entries += 1
        if booking.kind == .expire {
          sweep.expired += booking.parts.reduce(0) { $0 + $1.points }
        } else {
          for case .move(_, let points, .held, .free) in booking.effects {
            sweep.released += points
          }
        }
      }
    }
    if sweep.entries > 0 { state.posted = posted }
    return sweep
  }

  /// Nothing exists but the entries.
  func reopen() {}

  func preview(_ posts: [Post], atomic: Bool, at clock: Instant) -> [ObservedAnswer] {
    let saved = state
    defer { state = saved }
    let answers = atomic ? postGroup(posts, at: clock) : posts.map { post($0, at: clock) }
    return answers.map(\.previewed)
  }

  /// The entry is about the ledger as it stood: it is effective at the last `posted`.
  func acceptClock(at clock: Instant) -> Int? {
    guard clockRefusal(clock) != nil else { return nil }
    var entry = NaiveEntry(
      sequence: 0, kind: .clock, occurred: state.posted, effective: state.posted)
    entry.acceptedClock = clock
    if clock > state.posted { state.posted = clock } else { state.acceptedClock = clock }
    return state.write(entry)
  }

  /// Why nothing is posted at this clock: it is over 180 days ahead of the last `posted`, or over 24
  /// hours behind it and behind a clock that was accepted.
  func clockRefusal(_ clock: Instant) -> RefusalCode? {
    if clock > state.posted.adding(days: 180) { return .clockWentAhead }
    let earliest = min(state.posted, state.acceptedClock ?? state.posted)
    return clock < earliest.adding(days: -1) ? .clockWentBack : nil
  }

  func receipt(_ sequence: Int) -> ObservedReceipt {
    let entry = state.entries[sequence]
    return ObservedReceipt(
      sequence: sequence, allocations: entry.parts.map(ObservedAllocation.init),
      balance: entry.account.map {
        state.accounts[$0].balance(at: entry.effective)
      })
  }

  /// Writes the `refusal` that decides the reference.
  func write(
    _ code: RefusalCode, of asked: NaiveCase, group: [Reference], posted: Instant
  ) -> ObservedAnswer {
    var entry = asked.entry(effective: state.decided(asked))
    entry.kind = .refusal
    entry.refusal = code
    entry.original = state.entry(asked.post.original)?.sequence
    let sequence = state.write(entry)
    let answer = ObservedAnswer.refused(code, sequence: sequence)
    decided(asked, group: group, posted: posted, answer)
    return answer
  }

  func decided(
    _ asked: NaiveCase, group: [Reference], posted: Instant,
    _ answer: ObservedAnswer
  ) {
    guard let sequence = answer.sequence else { return }
    let unit = state.unit(for: asked.post)
    state.decisions[asked.post.reference] = NaiveDecision(
      sequence: sequence, post: asked.post, member: state.entries[sequence].member,
      counterparty: asked.post.counterparty.flatMap { state.member($0) }, occurred: asked.occurred,
      unit: unit.map { state.units[$0].code }, scale: unit.map { state.units[$0].scale },
      group: group, answer: answer)
    state.posted = posted
  }

  func conflict(_ known: NaiveDecision, _ differing: [Post.Field]) -> ObservedAnswer {
    let existing = SequenceNumber(UInt64(known.sequence))
    return .refused(.referenceConflict(existing: existing, differing: differing))
  }
}

extension NaiveState {
  func entry(at sequence: Int) -> NaiveEntry? {
    entries.indices.contains(sequence) ? entries[sequence] : nil
  }
}
