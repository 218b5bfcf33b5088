import LedgerStorage
import PointsLedger

/// A clock that stands still until it is set.
final class ManualClock: LedgerClock {
  private let instant: Locked<Instant>

  init(_ instant: Instant) { self.instant = Locked(instant) }

  func now() -> Instant { instant.withLock { $0 } }
  func set(_ new: Instant) { instant.withLock { $0 = new } }
}
