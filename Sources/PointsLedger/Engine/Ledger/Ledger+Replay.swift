extension Ledger {
  /// Rebuilds the state from the log alone, without the clock, the index or the current state.
  ///
  /// - Parameter limit: Where the replay ends; nil: at the end of the log.
  /// - Throws: `damaged` with the first entry that contradicts those before it; `closed`,
  ///   `inputOutput`.
  public func replay(until limit: ReplayLimit? = nil) throws(LedgerError) -> ReplayResult {
    try pipeline.checkProcess()
    var state = LedgerState(hashKey: 0)
    var totals: [ReplayTotal.Key: ReplayTotal] = [:]
    var entries: UInt64 = 0
    let end = pipeline.publishedSequence
    if case .instant = limit { state.isPartial = true }
    try log.forEach(from: 0) { (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      switch limit {
      case .sequence(let last)? where record.sequence > last.value: return false
      case .instant(let last)? where record.effective > last.milliseconds:
        // Later entries refer to its names by number.
        try state.replayNames(record)
        return true
      default: break
      }
      try state.replay(record)
      entries += 1
      let key = ReplayTotal.Key(kind: record.kind, unit: record.unit)
      totals[key, default: ReplayTotal(key)].add(record)
      return true
    }
    var instant = state.latestEffective
    if case .instant(let last)? = limit { instant = last.milliseconds }
    return ReplayResult(
      entries: entries,
      totals: totals.values.sorted { $0.key < $1.key }.map { total in
        ReplayResult.Total(
          kind: total.key.kind, unit: total.key.unit.map { state.units[Int($0)].code },
          count: total.count, points: Points(minorUnits: total.points))
      },
      stateDigest: StateDigest.of(state), balances: try state.balances(asOf: instant))
  }
}

/// Where a replay ends.
public enum ReplayLimit: Hashable, Sendable {
  /// With this entry.
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
  /// Returns every account's balance as of `instant`. Accounts of merged members are left out.
  func balances(asOf instant: Int64) throws(LedgerError) -> [AccountBalance] {
    let names = shownIdentifiers(effective: Int64.max, sequence: UInt64.max)
    let live = accounts.lazy.filter { account in
      members.look(Int(account.member)) { $0.merged == nil }
    }
    do {
      return try AccountBalance.list(
        of: live, at: instant, names: names, units: units.map(\.code))
    } catch {
      throw LedgerError(.damaged, "\(error.reason); run verify")
    }
  }
}
