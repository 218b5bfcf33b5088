/// The instant from which a compaction keeps everything: the one asked for, or an earlier one because
/// of the longest retention of all units.
struct CompactionLimit {
  let before: Instant
  /// The retention that moved it, in days; nil if none did.
  let retentionDays: UInt32?

  init(asked: Instant, now: Instant, units: [UnitState]) {
    let longest = units.compactMap(\.terms.retentionDays).max() ?? 0
    let kept = Instant(
      clamping: now.milliseconds - Int64(longest) * Instant.millisecondsPerDay)
    before = min(asked, kept)
    retentionDays = longest > 0 && kept < asked ? longest : nil
  }
}
