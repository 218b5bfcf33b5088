/// Names by number, collected while all entries are read, so that no state is needed.
struct NameTable: NameResolver {
  private var identifiers: [InlineText] = []
  private var firstIdentifiers: [UInt32] = []
  private var units: [UnitCode] = []

  init() {}

  /// The names in a state.
  init(of state: borrowing LedgerState) {
    identifiers = state.identifiers.map(\.text)
    firstIdentifiers = state.members.map(\.firstIdentifier)
    units = state.units.map(\.code)
  }

  /// Adds the names that the next entry of the log introduces.
  mutating func note(_ record: Record) {
    if let text = record.newIdentifier {
      if record.newMember != nil {
        firstIdentifiers.append(UInt32(truncatingIfNeeded: identifiers.count))
      }
      identifiers.append(text)
    }
    guard record.kind == .unit, let text = record.unitCode, let code = UnitCode(text),
      !units.contains(code)
    else { return }
    units.append(code)
  }

  func identifierText(_ number: UInt32) -> InlineText? {
    Int(number) < identifiers.count ? identifiers[Int(number)] : nil
  }

  func firstIdentifier(of member: UInt32) -> UInt32? {
    Int(member) < firstIdentifiers.count ? firstIdentifiers[Int(member)] : nil
  }

  func unitCode(_ number: UInt8) -> UnitCode? {
    Int(number) < units.count ? units[Int(number)] : nil
  }
}
