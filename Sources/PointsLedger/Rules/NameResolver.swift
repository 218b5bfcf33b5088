/// Names and places by number: what is needed to read records, without a copy of the state.
///
/// Nil is for what there is not; what cannot be read is an error.
package protocol NameResolver {
  func identifierText(_ number: UInt32) throws(LedgerError) -> InlineText?
  func firstIdentifier(of member: UInt32) throws(LedgerError) -> UInt32?
  func unitCode(_ number: UInt8) throws(LedgerError) -> UnitCode?
}

/// Where to find entries by what people call them.
package protocol EntryIndex: NameResolver {
  /// The last entry of an account.
  func lastEntry(member: UInt32, unit: UInt8) throws(LedgerError) -> UInt64?
  /// The last entry about a member as a whole.
  func lastEntry(member: UInt32) throws(LedgerError) -> UInt64?
  func unitNumber(_ code: UnitCode) throws(LedgerError) -> UInt8?
  /// Whom an identifier names now; nil: nobody.
  func memberNumber(_ identifier: MemberIdentifier) throws(LedgerError) -> UInt32?
  /// Among these is the entry with a reference, if there is one.
  func candidates(for reference: Reference) throws(LedgerError) -> [UInt64]
}

extension LedgerState {
  func identifierText(_ number: UInt32) -> InlineText? {
    Int(number) < identifiers.count ? identifiers[Int(number)].text : nil
  }

  func firstIdentifier(of member: UInt32) -> UInt32? {
    Int(member) < members.count ? members[Int(member)].firstIdentifier : nil
  }

  func unitCode(_ number: UInt8) -> UnitCode? {
    Int(number) < units.count ? units[Int(number)].code : nil
  }

  func lastEntry(member: UInt32, unit: UInt8) -> UInt64? {
    guard Int(member) < members.count, let number = members[Int(member)].account(unit: unit)
    else { return nil }
    return accounts[number].last
  }
}
