import PointsLedger

/// Runs commands on the naive model and on a ledger, and compares all results.
final class ModelRunner {
  let model: NaiveLedger
  let subject: any StoredLedger
  private(set) var coverage = Coverage()
  private var entriesCompared = 0
  private var entriesCounted = 0
  private var entriesChecked = 0

  init(_ setup: LedgerSetup, subject: any StoredLedger) {
    model = NaiveLedger(setup)
    self.subject = subject
  }

  /// Runs the command; returns the answers of the model, and the first difference.
  func step(_ command: Command) -> (answers: [ObservedAnswer], difference: Difference?) {
    var answers: [ObservedAnswer] = []
    do {
      let difference = try step(command, &answers) ?? compareLog()
      coverage.count(answers)
      return (answers, difference)
    } catch {
      return (answers, Difference(what: "an error", model: "none", subject: "\(error)"))
    }
  }

  private func step(_ command: Command, _ answers: inout [ObservedAnswer]) throws -> Difference? {
    var difference: Difference?
    switch command {
    case .post(let post, let clock):
      answers = [model.post(post, at: clock)]
      difference = .between("the answer", answers, [try subject.post(post, at: clock)])
    case .group(let posts, let clock):
      answers = model.postGroup(posts, at: clock)
      difference = .between(
        "the answers", answers, try subject.postGroup(posts, at: clock))
    case .previewed(let posts, let atomic, let clock):
      let previewed = try subject.preview(posts, atomic: atomic, at: clock)
      if atomic {
        answers = model.postGroup(posts, at: clock)
        difference = .between(
          "the answers", answers, try subject.postGroup(posts, at: clock))
      } else {
        answers = posts.map { model.post($0, at: clock) }
        difference = .between(
          "the answers", answers, try posts.map { try subject.post($0, at: clock) })
      }
      difference =
        difference ?? .between("the preview", answers.map(\.previewed), previewed)
    case .sweep(let limit, let clock):
      difference = .between(
        "the sweep", model.sweep(asOf: limit, at: clock), try subject.sweep(asOf: limit, at: clock))
    case .acceptClock(let clock):
      difference = .between(
        "the acceptance", model.acceptClock(at: clock), try subject.acceptClock(at: clock))
    case .reopen:
      model.reopen()
      try subject.reopen()
    case .compact(let limit, let discards, let clock):
      let found = try subject.compact(before: limit, discards: discards, at: clock)
      let expected = model.compact(before: limit, at: clock, cut: found.cut)
      difference = .between("the compaction", expected, found)
      // All entries that were kept are compared again.
      if found.cut != nil { entriesCompared = model.state.cut }
    case .erase(let member, let clock):
      difference = .between(
        "the erasure", model.erase(member, at: clock), try subject.erase(member, at: clock))
    }
    return difference
  }

  /// Compares the entries written since the last time, and checks the model's invariants.
  private func compareLog() throws -> Difference? {
    let expected = model.entries(from: entriesCompared)
    let found = try subject.entries(from: entriesCompared)
    for (one, other) in zip(expected, found) {
      if one.sequence >= entriesCounted {
        coverage.count(one)
        entriesCounted += 1
        learnUnit(of: other)
      }
      if let difference = Difference.between(
        "entry \(one.sequence)", asFound(one, other), other)
      {
        return difference
      }
    }
    if let broken = model.brokenInvariant(since: entriesChecked) {
      return Difference(what: "an invariant of the model", model: broken, subject: "")
    }
    let counts = (model.entryCount, subject.entryCount)
    entriesCompared += expected.count
    entriesChecked = entriesCompared
    return .between("the number of entries", counts.0, counts.1)
      ?? .between("the entries read", expected.count, found.count)
  }

  /// The model's entry as the ledger may show it: a refusal keeps the number of a dropped original
  /// only if other entries need that.
  private func asFound(_ entry: ObservedEntry, _ found: ObservedEntry) -> ObservedEntry {
    var entry = entry
    if entry.kind == .refusal, found.original == nil, let original = entry.original,
      original < model.state.cut
    {
      entry.original = nil
    }
    return entry
  }

  /// A new refusal whose dropped original is not known any more has no unit of that either.
  private func learnUnit(of found: ObservedEntry) {
    guard found.kind == .refusal, found.original == nil, let reference = found.reference else {
      return
    }
    model.forgetOriginal(of: reference)
  }

  /// Reports what is wrong with the ledger's files, and with the ledger joined with its archives.
  func checkFiles() -> Difference? {
    do {
      if let damage = try subject.damage() {
        return Difference(what: Self.files, model: "sound", subject: damage)
      }
      guard let (whole, first) = try subject.restored() else { return nil }
      coverage.restored += 1
      return try difference(to: whole, from: first).map {
        Difference(
          what: Self.files, model: $0.model, subject: "restored, \($0.what): \($0.subject)")
      }
    } catch {
      return Difference(what: Self.files, model: "sound", subject: "\(error)")
    }
  }

  /// Compares all entries of a restored ledger from its first one on, and a few balances.
  private func difference(
    to whole: any LedgerUnderTest, from first: Int
  ) throws -> Difference? {
    let expected = model.entries(from: first)
    let found = try whole.entries(from: first)
    for (one, other) in zip(expected, found) where asFound(one, other) != other {
      return .between("entry \(one.sequence)", one, other)
    }
    if let difference = Difference.between("entries", expected.count, found.count) {
      return difference
    }
    let step = max(1, (model.entryCount - first) / 5)
    for sequence in stride(from: first, to: model.entryCount, by: step) {
      let instant = model.state.entries[sequence].effective
      if let difference = try askAll(.instant(instant), of: whole, cut: first) {
        return difference
      }
    }
    return nil
  }

  /// The name of a difference in the files.
  static let files = "the files"

  /// Compares one balance and its lots.
  func ask(
    _ member: MemberIdentifier, _ unit: UnitCode, _ moment: Moment
  ) throws -> Difference? {
    let question = Difference.Question(member: member, unit: unit, moment: moment)
    var place: String { "\(member) \(unit) \(Difference.readable(moment))" }
    do {
      _ = try subject.balance(of: member, unit: unit, at: moment)
    } catch let error as LedgerError where error.code == .compacted {
      coverage.compacted += 1
      return model.mayBeCompacted(moment, member: member, unit: unit)
        ? nil
        : Difference(
          what: "the balance of \(place)", model: "known", subject: "\(error)",
          question: question)
    }
    if let difference = Difference.between(
      "the balance of \(place)", model.balance(of: member, unit: unit, at: moment),
      try subject.balance(of: member, unit: unit, at: moment), question: question)
    {
      return difference
    }
    return .between(
      "the lots of \(place)", model.lots(of: member, unit: unit, at: moment),
      try subject.lots(of: member, unit: unit, at: moment), question: question)
  }

  /// Compares the balances of all accounts; an account that one side does not list counts as empty
  /// there.
  func askAll(_ moment: Moment) throws -> Difference? {
    try askAll(moment, of: subject, cut: model.state.cut)
  }

  private func askAll(
    _ moment: Moment, of ledger: any LedgerUnderTest, cut: Int
  ) throws -> Difference? {
    var expected = model.balances(at: moment)
    let found: [ObservedAccount]
    do { found = try ledger.balances(at: moment) } catch let error as LedgerError
      where error.code == .compacted
    {
      coverage.compacted += 1
      return model.mayBeCompacted(moment, of: Array(model.state.accounts.indices), cut: cut)
        ? nil
        : Difference(
          what: "in balances \(Difference.readable(moment))", model: "known",
          subject: "\(error)")
    }
    var place: String { "balances \(Difference.readable(moment))" }
    let view = model.view(moment)
    for account in found {
      let match = expected.indices.first {
        expected[$0].unit == account.unit && expected[$0].balance == account.balance
          && isMeant(expected[$0].member, account.member, view)
      }
      if let match {
        expected.remove(at: match)
      } else if account.balance != .zero {
        return Difference(
          what: "in \(place)", model: Difference.readable(expected),
          subject: Difference.readable(account))
      }
    }
    if let left = expected.first(where: { $0.balance != .zero }) {
      return Difference(
        what: "in \(place)", model: Difference.readable(left), subject: "not listed")
    }
    let order = found.compactMap { account -> MemberIdentifier? in
      guard case .identifier(let identifier) = account.member else { return nil }
      return identifier
    }
    return .between("the order of \(place)", order.sorted(), order)
  }

  /// Whether the name means the model's member in that view.
  private func isMeant(
    _ member: ObservedAccount.Member, _ name: ObservedAccount.Member, _ view: NaiveView
  ) -> Bool {
    guard case .number(let number) = member, case .identifier(let identifier) = name else {
      return member == name
    }
    return model.member(identifier, view) == number
  }

  /// The instants at which anything happened or will, as far as the log knows.
  func instants() -> [Instant] {
    var instants: Set<Instant> = []
    for entry in model.state.entries.suffix(200) {
      instants.insert(entry.effective)
      instants.insert(entry.occurred)
      if let expires = entry.post?.expires?.instant { instants.insert(expires) }
      if let activates = entry.post?.activates?.instant { instants.insert(activates) }
    }
    for account in model.state.accounts {
      for death in account.lots.suffix(50).compactMap(\.death) { instants.insert(death) }
    }
    return instants.sorted()
  }
}
