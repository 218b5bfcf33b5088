import PointsLedger

/// Runs commands on the naive model and on a ledger, and compares all results.
final class ModelRunner {
  let model: NaiveLedger
  let subject: any LedgerUnderTest
  private(set) var coverage = Coverage()
  private var entriesCompared = 0

  init(_ setup: LedgerSetup, subject: any LedgerUnderTest) {
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
    }
    return difference
  }

  /// Compares the entries written since the last time, and checks the model's invariants.
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

  /// Reports what is wrong with the ledger's files.
  func checkFiles() -> Difference? {
    do {
      return try subject.damage().map {
        Difference(what: Self.files, model: "sound", subject: $0)
      }
    } catch {
      return Difference(what: Self.files, model: "sound", subject: "\(error)")
    }
  }

  /// The name of a difference in the files.
  static let files = "the files"

  /// Compares one balance and its lots.
  func ask(
    _ member: MemberIdentifier, _ unit: UnitCode, _ moment: Moment
  ) throws -> Difference? {
    let question = Difference.Question(member: member, unit: unit, moment: moment)
    var place: String { "\(member) \(unit) \(Difference.readable(moment))" }
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
    var expected = model.balances(at: moment)
    let found = try subject.balances(at: moment)
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
