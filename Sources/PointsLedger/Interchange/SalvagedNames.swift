/// The names of members and units, collected from the entries that could be read. Where the ledger
/// still opens, its state knows those too whose entries were lost.
struct SalvagedNames: NameResolver {
  /// The names of a ledger that opened for reading in spite of the damage.
  let live: LiveNames?
  /// Whether an entry was lost: identifiers after it have unknown numbers.
  var hasGap = false
  private var identifiers: [InlineText] = []
  private var members: [UInt32: InlineText] = [:]
  private var units: [UnitCode] = []
  private var scales: [UnitCode: UInt8] = [:]

  /// Stands before the number of a member in the place of its first identifier's.
  private static let memberMark: UInt32 = 1 << 31

  init(live: LiveNames?) { self.live = live }

  mutating func note(_ record: Record) {
    if let text = record.newIdentifier {
      if !hasGap { identifiers.append(text) }
      if record.newMember != nil, let member = record.member { members[member] = text }
    }
    guard record.kind == .unit, let code = record.unitCode.flatMap({ UnitCode($0) }) else { return }
    if !units.contains(code) { units.append(code) }
    if let scale = record.terms?.scale { scales[code] = scale }
  }

  /// Whether the number of an identifier is that of a name.
  func knows(_ identifier: UInt32) -> Bool {
    live != nil || Int(identifier) < identifiers.count
  }

  func scale(of unit: UnitCode?) -> UInt8 { (unit ?? units.first).flatMap { scales[$0] } ?? 0 }

  func identifierText(_ number: UInt32) -> InlineText? {
    if number & Self.memberMark != 0 { return members[number & ~Self.memberMark] }
    if Int(number) < identifiers.count { return identifiers[Int(number)] }
    return try? live?.identifierText(number)
  }

  func firstIdentifier(of member: UInt32) -> UInt32? {
    if members[member] != nil { return member | Self.memberMark }
    return try? live?.firstIdentifier(of: member)
  }

  func unitCode(_ number: UInt8) -> UnitCode? {
    if let code = try? live?.unitCode(number) { return code }
    return Int(number) < units.count ? units[Int(number)] : nil
  }
}
