extension Ledger {
  /// Rebuilds the state from the log alone, without clock, index or earlier state; after a
  /// compaction from the base and the entries that were kept.
  ///
  /// - Parameters:
  ///   - limit: Where the replay ends; nil: at the end of the log.
  ///   - instant: Leaves out what was effective later, besides; nil: nothing.
  /// - Returns: Balances as of the earliest of these instants, or else as of the highest effective
  ///   instant.
  /// - Throws: `damaged` with the first entry that contradicts those before it; `compacted` if it
  ///   would end before the last dropped entry; `closed`, `inputOutput`.
  public func replay(
    until limit: ReplayLimit? = nil, asOf instant: Instant? = nil
  ) throws(LedgerError) -> ReplayResult {
    try replay(until: limit, asOf: instant, naming: [], now: nil).result
  }

  /// The same, but without limits the balances are as of now. Also returns the identifiers under
  /// which the balances of others are listed.
  package func replay(
    until limit: ReplayLimit?, asOf instant: Instant?, naming identifiers: [MemberIdentifier]
  ) throws(LedgerError) -> (result: ReplayResult, shown: [MemberIdentifier: MemberIdentifier]) {
    let now = limit == nil && instant == nil ? try moment(asOf: nil, atSequence: nil) : nil
    return try replay(until: limit, asOf: instant, naming: identifiers, now: now)
  }

  private func replay(
    until limit: ReplayLimit?, asOf instant: Instant?, naming identifiers: [MemberIdentifier],
    now: Moment?
  ) throws(LedgerError) -> (result: ReplayResult, shown: [MemberIdentifier: MemberIdentifier]) {
    try pipeline.checkProcess()
    let base = log.base
    var state = try store.firstState()
    var totals: [ReplayTotal.Key: ReplayTotal] = [:]
    var entries: UInt64 = 0
    var end = pipeline.publishedSequence
    var last = instant?.milliseconds
    switch limit {
    case .sequence(let sequence):
      if sequence.value < end { end = try lastCounter(after: sequence.value, before: end) + 1 }
    case .instant(let other): last = min(last ?? Int64.max, other.milliseconds)
    case nil: break
    }
    state.isPartial = last != nil
    if let base, end < base.end || last != nil {
      try base.check(effective: last ?? Int64.max, sequence: end &- 1)
    }
    do throws(LedgerError) {
      try log.forEach(from: base?.end ?? 0) { (record) throws(LedgerError) in
        guard record.sequence < end else { return false }
        if let last, record.effective > last {
          // Later entries refer by number to the names in this one.
          try state.replayNames(record)
          return true
        }
        try state.replay(record)
        entries += 1
        let key = ReplayTotal.Key(kind: record.kind, unit: record.unit)
        totals[key, default: ReplayTotal(key)].add(record)
        return true
      }
    } catch {
      // An entry may contradict what could not be read.
      try store.checkBase(state)
      throw error
    }
    let moment =
      now ?? Moment(effective: last ?? state.latestEffective, sequence: UInt64.max)
    let names = state.shownIdentifiers(effective: moment.namesAt, sequence: UInt64.max)
    var shown: [MemberIdentifier: MemberIdentifier] = [:]
    for identifier in identifiers {
      let member = state.member(
        named: identifier.text, effective: moment.namesAt, sequence: UInt64.max)
      if let member { shown[identifier] = MemberIdentifier(names[Int(member)]) }
    }
    let result = ReplayResult(
      entries: entries,
      totals: totals.values.sorted { $0.key < $1.key }.map { total in
        ReplayResult.Total(
          kind: total.key.kind, unit: total.key.unit.map { state.units[Int($0)].code },
          count: total.count, points: Points(minorUnits: total.points))
      },
      stateDigest: StateDigest.of(state), balances: try state.balances(at: moment, names))
    // All that was read for it is there.
    try store.checkBase(state)
    return (result, shown)
  }
}

/// Where a replay ends.
public enum ReplayLimit: Hashable, Sendable {
  /// With this entry, and the counters that directly follow it.
  case sequence(SequenceNumber)
  /// At this instant: entries that take effect later are left out.
  case instant(Instant)
}

/// The result of a replay.
public struct ReplayResult: Sendable, Codable {
  /// The sum of one kind in one unit.
  public struct Total: Hashable, Sendable, Codable {
    public let kind: EntryKind
    /// Nil for entries without a unit.
    public let unit: UnitCode?
    public let count: UInt64
    /// Points credited, taken, held, released or undone; the net change for `adjust`.
    public let points: Points
  }

  public let entries: UInt64
  public let totals: [Total]
  public let stateDigest: Digest
  /// As of the limit's instant, or else the highest effective instant.
  public let balances: [AccountBalance]
}

/// A sum that is still growing.
private struct ReplayTotal {
  struct Key: Hashable, Comparable {
    var kind: EntryKind
    var unit: UInt8?

    static func < (lhs: Key, rhs: Key) -> Bool {
      (lhs.kind.rawValue, lhs.unit ?? 255) < (rhs.kind.rawValue, rhs.unit ?? 255)
    }
  }

  let key: Key
  var count: UInt64 = 0
  var points: Int64 = 0

  init(_ key: Key) { self.key = key }

  mutating func add(_ record: Record) {
    count += 1
    // A sum over all accounts may exceed 63 bits although no account does. It is then set to the
    // maximum.
    let (sum, overflow) = points.addingReportingOverflow(
      record.kind == .adjust ? record.change : record.amount)
    points = overflow ? Int64.max : sum
  }
}

extension LedgerState {
  /// Returns the balance of every account at a moment. Accounts of merged members are left out.
  func balances(
    at moment: Ledger.Moment, _ names: [InlineText]
  ) throws(LedgerError) -> [AccountBalance] {
    let live = accounts.lazy.filter { account in
      members.look(Int(account.member)) { $0.merged == nil }
    }
    do {
      return try AccountBalance.list(
        of: live, at: moment, names: names, units: units.map(\.code))
    } catch {
      throw LedgerError(.damaged, "\(error.reason); run verify")
    }
  }
}
