/// The names of members' accounts in a journal, from the identifiers that enrolled them.
struct HledgerNames {
  private let door: StateDoor
  private var members: [UInt32: [UInt8]] = [:]

  init(_ door: StateDoor) { self.door = door }

  /// `members:4711:points`.
  mutating func account(
    of member: UInt32, _ unit: HledgerUnit
  ) throws(LedgerError) -> [UInt8] {
    var name = Array("members:".utf8)
    name += try self.name(of: member)
    name.append(UInt8(ascii: ":"))
    return name + unit.name
  }

  /// The identifier, followed by a number if it enrolled other members before.
  private mutating func name(of member: UInt32) throws(LedgerError) -> [UInt8] {
    if let name = members[member] { return name }
    let (text, earlier) = try door.glance { (state) throws(LedgerError) in
      let text = state.firstIdentifier(of: member).flatMap { state.identifierText($0) }
      let namesakes = text.map { state.periods(of: $0).map(\.member) } ?? []
      let earlier = namesakes.filter { other in
        other < member
          && state.firstIdentifier(of: other).flatMap { state.identifierText($0) } == text
      }
      return (text, Set(earlier).count)
    }
    var name: [UInt8] = []
    if let text { Self.appendEscaped(text, to: &name) }
    // An escaped identifier contains no tilde.
    if earlier > 0 { name += Array("~\(earlier + 1)".utf8) }
    members[member] = name
    return name
  }

  /// Appends ASCII letters, digits and a few marks unchanged, and every other byte as a percent
  /// sign and two digits. hledger takes none of these for syntax.
  static func appendEscaped(_ text: InlineText, to output: inout [UInt8]) {
    for index in 0..<text.byteCount {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "+"):
        output.append(byte)
      default:
        output.append(UInt8(ascii: "%"))
        output.append(digit(byte >> 4))
        output.append(digit(byte & 15))
      }
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? value + UInt8(ascii: "0") : value - 10 + UInt8(ascii: "A")
  }
}
