/// Names by number, as needed to read records without a copy of the state.
///
/// Nil means that the number does not exist; a name that cannot be read is an error.
package protocol NameResolver {
  func identifierText(_ number: UInt32) throws(LedgerError) -> InlineText?
  func firstIdentifier(of member: UInt32) throws(LedgerError) -> UInt32?
  func unitCode(_ number: UInt8) throws(LedgerError) -> UnitCode?
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
