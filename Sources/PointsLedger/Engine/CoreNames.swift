internal import LedgerStorage

/// Looks names up in the live state, one short lock each: a reader of long histories does not stop
/// the till.
struct CoreNames: Registry {
  let core: Locked<Core>

  func identifierText(_ number: UInt32) -> InlineText? {
    core.withLock { $0.judge.state.identifierText(number) }
  }

  func firstIdentifier(of member: UInt32) -> UInt32? {
    core.withLock { $0.judge.state.firstIdentifier(of: member) }
  }

  func unitCode(_ number: UInt8) -> UnitCode? {
    core.withLock { $0.judge.state.unitCode(number) }
  }

  func lastEntry(member: UInt32, unit: UInt8) -> UInt64? {
    core.withLock { $0.judge.state.lastEntry(member: member, unit: unit) }
  }
}
