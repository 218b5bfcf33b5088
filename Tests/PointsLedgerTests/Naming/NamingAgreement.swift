import LedgerTestSupport

@testable import PointsLedger

/// Whether all answers of a ledger about its members agree with each other and with the model.
struct NamingAgreement {
  struct Disagreement: Error {
    var what: String
  }

  /// A member and a unit, by the model's numbers.
  private struct Key: Hashable {
    var member: Int
    var unit: Int
  }

  private let run: RandomLedger
  private var ledger: Ledger { run.ledger }
  private var state: NaiveState { run.model.state }

  init(_ run: RandomLedger) { self.run = run }

  /// Asks at 20 instants, at a few sequence numbers, and now.
  ///
  /// - Parameter withJournal: Whether the hledger journal is compared as well; everything that is
  ///   due is then booked.
  func check(_ random: inout SeededGenerator, withJournal: Bool) throws {
    try checkEntries()
    var instants: [Instant] = []
    for number in 0..<20 {
      let instant = run.instant(&random)
      instants.append(instant)
      try check(.instant(instant))
      try checkReports(instant)
      if number % 5 == 0 { try checkReplay(instant) }
      let sequence = random.index(run.model.entryCount)
      if number % 4 == 0 { try check(.both(instant, sequence)) }
      if number % 8 == 1 { try check(.sequence(sequence)) }
    }
    try checkNow()
    guard withJournal else { return }
    _ = try ledger.sweep(asOf: run.end)
    let journal = try JournalBalances(ledger)
    for instant in instants where instant <= run.end { try checkJournal(journal, instant) }
  }

  private func expect(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw Disagreement(what: what()) }
  }

  private func expectEqual<Value: Equatable>(
    _ one: Value, _ other: Value, _ what: @autoclosure () -> String
  ) throws {
    let text = "\(what()): \(Difference.readable(one)), not \(Difference.readable(other))"
    try expect(one == other, text)
  }

  // MARK: The log

  /// The ledger decided as the model did, and each identifier meant the entry's member then.
  private func checkEntries() throws {
    var entries: [Entry] = []
    try ledger.forEachEntry {
      entries.append($0)
      return true
    }
    try expectEqual(entries.count, state.entries.count, "the number of entries")
    for (entry, expected) in zip(entries, state.entries) {
      try expectEqual(entry.kind, expected.kind, "the kind of \(entry.sequence)")
      try expectEqual(entry.effective, expected.effective, "the instant of \(entry.sequence)")
      guard entry.kind != .refusal, let account = expected.account, let post = expected.post,
        let identifier = post.member
      else { continue }
      let view = NaiveView(instant: expected.effective, sequence: expected.sequence)
      try expectEqual(
        state.member(identifier, view), state.accounts[account].member,
        "\(identifier) in \(entry.sequence)")
    }
  }

  // MARK: Balances

  /// `balances`, `balance` of each identifier and `lots` at a moment.
  private func check(_ moment: Moment) throws {
    let (instant, sequence) = (moment.instant, moment.sequenceNumber)
    let view = run.model.view(moment)
    var expected: [Key: Balance] = [:]
    let merged = Set(
      state.namings.filter { $0.sequence <= view.sequence && $0.effective <= view.instant }
        .compactMap(\.ended))
    for (index, account) in state.accounts.enumerated() where !merged.contains(account.member) {
      let steps = state.journals[index].filter {
        $0.sequence <= view.sequence && $0.effective <= view.instant
      }
      guard !steps.isEmpty else { continue }
      var past = NaiveAccount(member: account.member, unit: account.unit)
      for step in steps { past.apply(step.effects, at: step.effective) }
      expected[Key(member: account.member, unit: account.unit)] =
        past.advanced(to: view.instant).balance(at: view.instant)
    }
    let place = Difference.readable(moment)
    let rows = try ledger.balances(asOf: instant, atSequence: sequence)
    try check(rows, expected, place) { state.member($0, view) }
    for (identifier, unit) in questions() {
      let member = state.member(identifier, view)
      let what = "\(identifier) \(unit) at \(place)"
      let balance = try ledger.balance(
        of: identifier, unit: unit, asOf: instant, atSequence: sequence)
      try check(balance, member, unit, expected, what)
      guard let balance else { continue }
      let lots = try ledger.lots(of: identifier, unit: unit, asOf: instant, atSequence: sequence)
      try check(lots, balance, what)
    }
  }

  /// Each row has a name of its own, that of its member, and the right balance.
  private func check(
    _ rows: [AccountBalance], _ expected: [Key: Balance], _ place: String,
    member: (MemberIdentifier) -> Int?
  ) throws {
    var left = expected
    for row in rows {
      let what = "\(row.member) \(row.unit) in balances at \(place)"
      guard let number = member(row.member), let unit = state.unit(row.unit) else {
        throw Disagreement(what: "\(what) names nobody")
      }
      guard let balance = left.removeValue(forKey: Key(member: number, unit: unit)) else {
        throw Disagreement(what: "\(what) is listed twice or unknown: \(row.balance)")
      }
      try expectEqual(row.balance, balance, what)
    }
    try expect(left.isEmpty, "balances at \(place) lacks \(left)")
  }

  private func check(
    _ balance: Balance?, _ member: Int?, _ unit: UnitCode, _ expected: [Key: Balance],
    _ what: String
  ) throws {
    guard let member, let unit = state.unit(unit) else {
      return try expect(balance == nil, "\(what) is \(balance ?? .zero), but names nobody")
    }
    try expectEqual(balance, expected[Key(member: member, unit: unit)] ?? .zero, what)
  }

  private func check(_ lots: [LotView], _ balance: Balance, _ what: String) throws {
    let sum = lots.reduce(0) { $0 + $1.remaining.minorUnits }
    try expectEqual(sum, balance.outstanding, "the lots of \(what)")
  }

  private func questions() -> [(MemberIdentifier, UnitCode)] {
    run.identifiers.flatMap { identifier in state.units.map { (identifier, $0.code) } }
  }

  /// Without an instant: whom an identifier names now, at the later of the clock and the account's
  /// settled instant.
  private func checkNow() throws {
    var expected: [Key: Balance] = [:]
    for account in state.accounts where state.members[account.member].survivor == nil {
      let instant = max(run.end, account.settled ?? run.end)
      expected[Key(member: account.member, unit: account.unit)] =
        account.advanced(to: instant).balance(at: instant)
    }
    let rows = try ledger.balances()
    try check(rows, expected, "now") { state.member($0) }
    for (identifier, unit) in questions() {
      let member = state.member(identifier)
      let balance = try ledger.balance(of: identifier, unit: unit)
      try check(balance, member, unit, expected, "\(identifier) \(unit) now")
      guard let balance else { continue }
      try check(try ledger.lots(of: identifier, unit: unit), balance, "\(identifier) now")
      // Whoever has the identifier now has its history.
      let ownEntries = try ledger.history(of: identifier, unit: unit).filter {
        $0.kind != .refusal && $0.balanceAfter != nil
      }
      let theirs = state.entries.filter { entry in
        entry.kind != .refusal
          && entry.account.map {
            state.accounts[$0].member == member
              && state.accounts[$0].unit == state.unit(unit)
          } ?? false
      }
      try expectEqual(
        ownEntries.map { Int($0.sequence.value) }.sorted(), theirs.map(\.sequence),
        "the history of \(identifier) \(unit)")
    }
    let (replayed, shown) = try ledger.replay(
      until: nil, asOf: nil, naming: run.identifiers)
    try expectEqual(replayed.balances, rows, "the replay")
    try check(shown, now: true) { state.member($0) }
    let sums = sums(of: rows)
    for row in try ledger.liability() {
      let outstanding = sums[row.unit]?.outstanding ?? 0
      try expectEqual(row.outstanding.minorUnits, outstanding, "the liability in \(row.unit)")
    }
    for row in try ledger.rollforward() {
      let (outstanding, arrears) = sums[row.unit] ?? (0, 0)
      try expectEqual(
        row.closing?.minorUnits, outstanding - arrears, "the roll-forward of \(row.unit)")
    }
  }

  // MARK: Other answers

  /// What `replay --assert` compares with.
  private func checkReplay(_ instant: Instant) throws {
    let rows = try ledger.balances(asOf: instant)
    let (replayed, shown) = try ledger.replay(
      until: nil, asOf: instant, naming: run.identifiers)
    try expectEqual(replayed.balances, rows, "the replay as of \(instant.hours)")
    let view = NaiveView(instant: instant, sequence: .max)
    try check(shown, now: false) { state.member($0, view) }
  }

  /// Identifiers of one member, and only they, are listed under one name.
  private func check(
    _ shown: [MemberIdentifier: MemberIdentifier], now: Bool,
    member: (MemberIdentifier) -> Int?
  ) throws {
    for (identifier, name) in shown {
      try expectEqual(member(name), member(identifier), "\(identifier), listed as \(name)")
    }
    for identifier in run.identifiers where now && shown[identifier] == nil {
      try expect(member(identifier) == nil, "\(identifier) is not listed")
    }
  }

  private func checkReports(_ instant: Instant) throws {
    let sums = sums(of: try ledger.balances(asOf: instant))
    for row in try ledger.liability(at: .asOf(instant)) {
      let (outstanding, arrears) = sums[row.unit] ?? (0, 0)
      let what = "in \(row.unit) as of \(instant.hours)"
      try expectEqual(row.outstanding.minorUnits, outstanding, "the liability \(what)")
      try expectEqual(row.arrears.minorUnits, arrears, "the arrears \(what)")
    }
    let closings = try ledger.rollforward(to: instant)
    for (row, closing) in zip(try ledger.liability(at: .before(instant)), closings) {
      try expectEqual(
        row.outstanding.minorUnits - row.arrears.minorUnits, closing.closing?.minorUnits,
        "the liability in \(row.unit) and the roll-forward before \(instant.hours)")
    }
    let view = NaiveView(instant: instant, sequence: .max)
    let lapsed = try ledger.lapsed(at: .asOf(instant), days: 1).map {
      state.member($0.member, view)
    }
    try expect(
      !lapsed.contains(nil) && Set(lapsed).count == lapsed.count,
      "lapsed members as of \(instant.hours)")
  }

  private func sums(
    of rows: [AccountBalance]
  ) -> [UnitCode: (outstanding: Int64, arrears: Int64)] {
    var sums: [UnitCode: (outstanding: Int64, arrears: Int64)] = [:]
    for row in rows {
      sums[row.unit, default: (0, 0)].outstanding += row.balance.outstanding
      sums[row.unit, default: (0, 0)].arrears += row.balance.arrears.minorUnits
    }
    return sums
  }

  /// The journal names a member by the identifier that enrolled it.
  private func checkJournal(_ journal: JournalBalances, _ instant: Instant) throws {
    var names: [String] = []
    for member in state.members.indices {
      let enrolled = state.namings.compactMap { entry in
        entry.namings.first { $0.member == member && entry.ended == nil }
      }
      let text = "\(enrolled[0].identifier)"
      let earlier = names.count { $0 == text || $0.hasPrefix(text + "~") }
      names.append(earlier == 0 ? text : "\(text)~\(earlier + 1)")
    }
    let view = NaiveView(instant: instant, sequence: .max)
    var expected: [String: Int64] = [:]
    for row in try ledger.balances(asOf: instant) {
      guard let member = state.member(row.member, view) else { continue }
      let net = row.balance.outstanding - row.balance.arrears.minorUnits
      if net != 0 { expected["members:\(names[member]):\(row.unit)"] = net }
    }
    try expectEqual(
      journal.balances(asOf: instant), expected, "the journal as of \(instant.hours)")
  }
}

extension Balance {
  /// Available, pending and held.
  fileprivate var outstanding: Int64 {
    available.minorUnits + pending.minorUnits + held.minorUnits
  }
}
