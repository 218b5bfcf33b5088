/// Looks up names in the live state with one short lock each, so that a reader of long histories
/// does not block posting.
struct LiveNames: NameResolver {
  let door: StateDoor

  func identifierText(_ number: UInt32) throws(LedgerError) -> InlineText? {
    try door.glance { (state) throws(LedgerError) in state.identifierText(number) }
  }

  func firstIdentifier(of member: UInt32) throws(LedgerError) -> UInt32? {
    try door.glance { (state) throws(LedgerError) in state.firstIdentifier(of: member) }
  }

  func unitCode(_ number: UInt8) throws(LedgerError) -> UnitCode? {
    try door.glance { (state) throws(LedgerError) in state.unitCode(number) }
  }

  func lastEntry(member: UInt32, unit: UInt8) throws(LedgerError) -> UInt64? {
    try door.glance { (state) throws(LedgerError) in state.lastEntry(member: member, unit: unit) }
  }

  func lastEntry(member: UInt32) throws(LedgerError) -> UInt64? {
    try door.glance { (state) throws(LedgerError) in
      Int(member) < state.members.count ? state.members[Int(member)].last : nil
    }
  }

  func unitNumber(_ code: UnitCode) throws(LedgerError) -> UInt8? {
    try door.look { (state) throws(LedgerError) in state.unitNumber(code) }
  }

  func memberNumber(_ identifier: MemberIdentifier) throws(LedgerError) -> UInt32? {
    try door.look { (state) throws(LedgerError) in
      state.member(named: identifier.text, effective: .max, sequence: .max)
    }
  }

  func candidates(for reference: Reference) throws(LedgerError) -> [UInt64] {
    try door.look { (state) throws(LedgerError) in state.candidates(for: reference.text) }
  }

  /// Whether the reference is that of an entry that was dropped.
  func wasDropped(_ reference: Reference) throws(LedgerError) -> Bool {
    try door.look { (state) throws(LedgerError) in state.wasDropped(reference.text) }
  }
}
