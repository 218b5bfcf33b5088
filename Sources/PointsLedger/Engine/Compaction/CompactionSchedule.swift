internal import LedgerStorage

/// When a ledger that is in use drops its old entries by itself: at most once a day, and only if
/// they take a fifth or more of the bytes of its base and its sealed entries.
public struct CompactionSchedule: Hashable, Sendable {
  /// Entries that became effective this many days ago stay, and all after them; 1 or more. The
  /// retention of a unit may keep more.
  public var keptDays: UInt32
  /// An existing directory outside of the ledger's, in which each compaction makes an archive of its
  /// own, named after its last entry. Nil: what is dropped is gone for good.
  public var archives: String?

  public init(keepingDays keptDays: UInt32, archivesIn archives: String?) {
    self.keptDays = max(1, keptDays)
    self.archives = archives
  }

  /// Entries effective before this may be dropped.
  func limit(at now: Instant) -> Instant {
    Instant(clamping: now.milliseconds - Int64(keptDays) * Instant.millisecondsPerDay)
  }

  /// Whether a day has passed. A clock that was set back counts as one too.
  ///
  /// - Parameter last: The instant of the last compaction or look, in milliseconds.
  func isDue(at now: Instant, after last: Int64) -> Bool {
    let passed = now.milliseconds.subtractingReportingOverflow(last)
    return passed.overflow || passed.partialValue < 0
      || passed.partialValue >= Instant.millisecondsPerDay
  }

  func pays(dropping bytes: Int, of all: Int) -> Bool { bytes >= all / 5 }

  /// What becomes of the entries before one; nil if they are discarded.
  ///
  /// - Parameter isTaken: Whether something is at a path: an attempt that was killed leaves its
  ///   archive behind.
  func archive(before end: UInt64, _ isTaken: (String) -> Bool) -> CompactionArchive? {
    archives.map { directory in
      let first = "\(directory)/until-\(end - 1)"
      var path = first
      var number = 2
      while isTaken(path) {
        path = "\(first)-\(number)"
        number += 1
      }
      return .directory(path)
    }
  }
}
