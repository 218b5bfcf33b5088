internal import LedgerStorage

/// Looks names up in the live state, one short lock each: a reader of long histories does not stop
/// the till.
struct CoreNames: EntryIndex {
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

  func lastEntry(member: UInt32) -> UInt64? {
    core.withLock { $0.judge.state.members[Int(member)].last }
  }

  func unitNumber(_ code: UnitCode) -> UInt8? { core.withLock { $0.judge.state.unitNumber(code) } }

  func memberNumber(_ identifier: MemberIdentifier) -> UInt32? {
    core.withLock {
      $0.judge.state.member(named: identifier.text, effective: .max, sequence: .max)
    }
  }

  func candidates(for reference: Reference) -> [UInt64] {
    core.withLock { $0.judge.state.candidates(for: reference.text) }
  }
}
