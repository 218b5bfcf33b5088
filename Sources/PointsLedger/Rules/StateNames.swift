/// Looks up names in a state.
struct StateNames: NameResolver {
  let state: LedgerState

  func identifierText(_ number: UInt32) -> InlineText? { state.identifierText(number) }
  func firstIdentifier(of member: UInt32) -> UInt32? { state.firstIdentifier(of: member) }
  func unitCode(_ number: UInt8) -> UnitCode? { state.unitCode(number) }
}
