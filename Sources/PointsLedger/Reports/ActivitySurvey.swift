internal import LedgerStorage

/// The activity of each member.
///
/// The activity of a member that was merged into another by the cut counts for the other.
struct ActivitySurvey {
  struct Member {
    /// The first activity; `Int64.max` if there is none.
    var first = Int64.max
    /// The last activity before the start; `Int64.min` if there is none.
    var lastBeforeStart = Int64.min
    /// The last activity; `Int64.min` if there is none.
    var last = Int64.min
    var earns: UInt64 = 0

    mutating func add(_ other: Member) {
      first = min(first, other.first)
      lastBeforeStart = max(lastBeforeStart, other.lastBeforeStart)
      last = max(last, other.last)
      earns += other.earns
    }
  }

  private let start: ReportCut?
  /// Nil for all units.
  private let wanted: UInt8?
  private var kinds: ActivityKinds
  private var members: [Member] = []

  /// Begins with the activity in the dropped entries.
  ///
  /// - Parameters:
  ///   - base: What stands for these entries, all of them before the start; nil if there are none.
  ///   - start: The start of a span; nil if there is none.
  init(after base: Base?, start: ReportCut?, unit: UInt8?) throws(LedgerError) {
    self.start = start
    wanted = unit
    kinds = try base?.activityKinds() ?? ActivityKinds()
    let known = try base?.state().members.count ?? 0
    try base?.forEach(.activity) { (key, activity: AccountActivity) in
      if let wanted, wanted != UInt8(truncatingIfNeeded: key) { return }
      var member = Member()
      member.first = activity.first
      member.last = activity.last
      if start != nil { member.lastBeforeStart = activity.last }
      let number = Int(UInt32(truncatingIfNeeded: key >> 8))
      // One that is not there is a fault of the base, which `verify` names.
      guard number < known else { return }
      reach(number)
      members[number].add(member)
    }
  }

  private mutating func reach(_ member: Int) {
    let missing = member + 1 - members.count
    if missing > 0 { members.append(contentsOf: repeatElement(Member(), count: missing)) }
  }

  mutating func add(_ record: Record, at place: Int64) {
    kinds.note(record)
    guard let member = record.member, let unit = record.unit, wanted ?? unit == unit else { return }
    let isActivity = kinds.isActivity(record)
    guard isActivity || record.kind == .earn else { return }
    reach(Int(member))
    let isAfterStart = start.map { place >= $0.place } ?? true
    if record.kind == .earn, isAfterStart { members[Int(member)].earns += 1 }
    guard isActivity else { return }
    members[Int(member)].first = min(members[Int(member)].first, record.effective)
    members[Int(member)].last = max(members[Int(member)].last, record.effective)
    if !isAfterStart {
      members[Int(member)].lastBeforeStart = max(
        members[Int(member)].lastBeforeStart, record.effective)
    }
  }

  /// The members that were not merged into another by `cut`, by number.
  func survivors(_ ledger: Ledger, at cut: ReportCut) throws(LedgerError) -> [Member] {
    var result = members
    let moves = try ledger.door.survey { (state) throws(LedgerError) in
      members.indices.compactMap { number -> (from: Int, to: Int)? in
        guard state.members[number].merged != nil else { return nil }
        let survivor = state.survivor(
          of: UInt32(number), effective: cut.lastEffective, sequence: UInt64.max)
        return survivor == number ? nil : (number, Int(survivor))
      }
    }
    for move in moves {
      let missing = move.to + 1 - result.count
      if missing > 0 { result.append(contentsOf: repeatElement(Member(), count: missing)) }
      result[move.to].add(members[move.from])
      result[move.from] = Member()
    }
    return result
  }

  /// Whether a member whose last activity before `cut` was at `last` is active at the cut.
  static func isActive(_ last: Int64, at cut: ReportCut, days: UInt32) -> Bool {
    last >= cut.clock - Int64(days) * Instant.millisecondsPerDay
  }
}
