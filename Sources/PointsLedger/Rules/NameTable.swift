/// Names by number, as a reader of all entries meets them: with it no state is asked for each of them.
struct NameTable: NameResolver {
  private var identifiers: [InlineText] = []
  private var firstIdentifiers: [UInt32] = []
  private var units: [UnitCode] = []

  /// Takes up what the next entry of the log gives a number to.
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
