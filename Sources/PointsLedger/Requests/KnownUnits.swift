internal import Synchronization

/// The units of a ledger, shared by the sessions that post to it.
///
/// The ledger's own list is behind the lock that commits hold, and each answer needs it. Since only
/// these sessions post, it changes only when one of them says so.
package final class KnownUnits: Sendable {
  private let ledger: Ledger
  private let units: Mutex<[UnitInfo]>

  package init(of ledger: Ledger) {
    self.ledger = ledger
    units = Mutex(ledger.units)
  }

  /// In the order of their definition.
  package var all: [UnitInfo] { units.withLock { $0 } }

  /// Asks the ledger again, after a post that may have defined one.
  package func update() {
    units.withLock { $0 = ledger.units }
  }
}
