/// The optional fields of an encoded entry, in the order in which they follow each other.
struct RecordField: OptionSet {
  let rawValue: UInt64

  static let flags = RecordField(bit: 0)
  static let member = RecordField(bit: 1)
  static let unit = RecordField(bit: 2)
  static let identifier = RecordField(bit: 3)
  static let effective = RecordField(bit: 4)
  static let change = RecordField(bit: 5)
  static let amount = RecordField(bit: 6)
  static let asked = RecordField(bit: 7)
  static let askedOther = RecordField(bit: 8)
  static let balanceAfter = RecordField(bit: 9)
  static let previous = RecordField(bit: 10)
  static let original = RecordField(bit: 11)
  static let activates = RecordField(bit: 12)
  static let expires = RecordField(bit: 13)
  static let counterparty = RecordField(bit: 14)
  static let counterpartyIdentifier = RecordField(bit: 15)
  static let reference = RecordField(bit: 16)
  static let allocations = RecordField(bit: 17)
  static let arrears = RecordField(bit: 18)
  static let covered = RecordField(bit: 19)
  static let payments = RecordField(bit: 20)
  static let newLots = RecordField(bit: 21)
  static let sliding = RecordField(bit: 22)
  static let terms = RecordField(bit: 23)
  static let group = RecordField(bit: 24)
  static let refusal = RecordField(bit: 25)
  static let newMember = RecordField(bit: 26)
  static let newIdentifier = RecordField(bit: 27)
  static let namedLots = RecordField(bit: 28)
  static let unknown = RecordField(bit: 29)
  static let salt = RecordField(bit: 30)
  static let texts = RecordField(bit: 31)
  static let askedUnit = RecordField(bit: 32)

  static let known = RecordField(rawValue: (1 << 33) - 1)

  init(rawValue: UInt64) { self.rawValue = rawValue }
  private init(bit: UInt64) { rawValue = 1 << bit }
}
