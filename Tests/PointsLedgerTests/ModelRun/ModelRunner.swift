import PointsLedger

/// Does commands on the naive model and on a ledger, and compares all that they say.
final class ModelRunner {
  let model: NaiveLedger
  let subject: any LedgerUnderTest
  private(set) var coverage = Coverage()
  private var entriesCompared = 0

  init(_ setup: LedgerSetup, subject: any LedgerUnderTest) {
    model = NaiveLedger(setup)
    self.subject = subject
  }

  /// Does the command; the answers of the model, and the first thing that differs.
  func step(_ command: Command) throws -> (answers: [ObservedAnswer], difference: Difference?) {
    var answers: [ObservedAnswer] = []
    var difference: Difference?
    switch command {
    case .post(let post, let clock):
      answers = [model.post(post, at: clock)]
      difference = .between("the answer", answers, [try subject.post(post, at: clock)])
    case .group(let posts, let clock):
      answers = model.postGroup(posts, at: clock)
      difference = .between(
        "the answers", answers.map(\.bare), try subject.postGroup(posts, at: clock).map(\.bare))
    case .previewed(let posts, let atomic, let clock):
      let previewed = try subject.preview(posts, atomic: atomic, at: clock)
      if atomic {
        answers = model.postGroup(posts, at: clock)
        difference = .between(
          "the answers", answers.map(\.bare), try subject.postGroup(posts, at: clock).map(\.bare))
      } else {
        answers = posts.map { model.post($0, at: clock) }
        difference = .between(
          "the answers", answers, try posts.map { try subject.post($0, at: clock) })
      }
      difference =
        difference ?? .between("the preview", answers.map(\.previewed.bare), previewed.map(\.bare))
    case .sweep(let limit, let clock):
      difference = .between(
        "the sweep", model.sweep(asOf: limit, at: clock), try subject.sweep(asOf: limit, at: clock))
    case .reopen: try subject.reopen()
    }
    coverage.count(answers)
    return (answers, try difference ?? compareLog())
  }

  /// The entries written since the last time, and the model's invariants.
  private func compareLog() throws -> Difference? {
    let expected = model.entries(from: entriesCompared)
    let found = try subject.entries(from: entriesCompared)
    for (one, other) in zip(expected, found) {
      coverage.count(one)
      if let difference = Difference.between("entry \(one.sequence)", one, other) {
        return difference
      }
    }
    if let broken = model.brokenInvariant(since: entriesCompared) {
      return Difference(what: "an invariant of the model", model: broken, subject: "")
    }
    let counts = (model.entryCount, subject.entryCount)
    entriesCompared += expected.count
    return .between("the number of entries", counts.0, counts.1)
      ?? .between("the entries read", expected.count, found.count)
  }

  /// One balance and its lots.
  func ask(
    _ member: MemberIdentifier, _ unit: UnitCode, _ moment: Moment
  ) throws -> Difference? {
    let question = Difference.Question(member: member, unit: unit, moment: moment)
    let place = "\(member) \(unit) \(Difference.readable(moment))"
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

  /// The balances of all accounts; one that a side does not list is empty there.
  func askAll(_ moment: Moment) throws -> Difference? {
    var expected: [String: Balance] = [:]
    for account in model.balances(at: moment) {
      expected["\(account.member) \(account.unit)"] = account.balance
    }
    var found: [String: Balance] = [:]
    let view = model.view(moment)
    for account in try subject.balances(at: moment) {
      var member = account.member
      if case .identifier(let identifier) = member, let number = model.member(identifier, view) {
        member = .number(number)
      }
      let key = "\(member) \(account.unit)"
      if found[key] != nil {
        return Difference(what: "balances \(moment)", model: "", subject: "\(key) twice")
      }
      found[key] = account.balance
    }
    let order = try subject.balances(at: moment).compactMap { account -> MemberIdentifier? in
      guard case .identifier(let identifier) = account.member else { return nil }
      return identifier
    }
    if order != order.sorted() {
      return Difference(what: "the order of balances", model: "by member", subject: "\(order)")
    }
    for key in Set(expected.keys).union(found.keys) {
      let what = "in balances \(Difference.readable(moment)): \(key)"
      if let difference = Difference.between(
        what, expected[key] ?? .zero, found[key] ?? .zero)
      {
        return difference
      }
    }
    return nil
  }

  /// The instants at which anything happened or will, as far as the log knows.
  func instants() -> [Instant] {
    var instants: Set<Instant> = []
    for entry in model.state.entries.suffix(200) {
      instants.insert(entry.effective)
      instants.insert(entry.occurred)
      if let expires = entry.post?.expires { instants.insert(expires) }
      if let activates = entry.post?.activates { instants.insert(activates) }
    }
    for account in model.state.accounts {
      for death in account.lots.suffix(50).compactMap(\.death) { instants.insert(death) }
    }
    return instants.sorted()
  }
}
