@testable import PointsLedger

/// The fields of an entry, one per line, in the order of their bits. Fields with a default are
/// always listed (the effective instant, change, amount and balance); others only if they are
/// present.
extension VectorBlock {
  mutating func add(fieldsOf record: Record) {
    add("kind", record.kind.name)
    add("occurred", record.occurred)
    addIf("flags", record.flags.isEmpty ? nil : record.flags.rawValue)
    addIf("member", record.member)
    addIf("unit", record.unit)
    addIf("identifier", record.identifier)
    add("effective", record.effective)
    add("change", record.change)
    add("amount", record.amount)
    addIf("asked", record.asked)
    add("balance-after", record.balanceAfter)
    addIf("previous", record.previous)
    addIf("original", record.original)
    addIf("activates", record.activates)
    addIf("expires", record.expires)
    addIf("counterparty", record.counterparty)
    addIf("counterparty-identifier", record.counterpartyIdentifier)
    addText("reference", record.reference?.description)
    for part in record.allocations { add(part) }
    addIf("arrears", record.arrears == 0 ? nil : record.arrears)
    addIf("covered", record.covered == 0 ? nil : record.covered)
    for payment in record.payments { add(payment) }
    for lot in record.newLots { add(lot) }
    if record.sliding.isSome { add("sliding", Self.text(record.sliding)) }
    if let terms = record.terms { add(terms, record.unitCode) }
    addIf("group", record.group)
    if let refusal = record.refusal { add(refusal) }
    addIf("new-member", record.newMember.map { $0.seed.map { hexDigits($0.bytes) } ?? "follows" })
    addText("new-identifier", record.newIdentifier?.description)
    for lot in record.namedLots { add("named-lot", lot) }
    addText("unknown-member", record.unknown?.member?.description)
    addText("unknown-counterparty", record.unknown?.counterparty?.description)
    addText("unknown-original", record.unknown?.original?.description)
    for lot in record.unknown?.lots ?? [] { addText("unknown-lot", lot.description) }
    addIf("salt", record.salt.map { hexDigits($0.bytes) })
    addText("location", record.texts.location)
    addText("actor", record.texts.actor)
    addText("reason", record.texts.reason)
    addText("campaign", record.texts.campaign)
    addText("basis", record.texts.basis)
    addText("basis-unit", record.texts.basisUnit)
    addText("memo", record.texts.memo)
    addIf("asked-unit", record.askedUnit)
  }

  private mutating func addIf(_ name: String, _ value: (some CustomStringConvertible)?) {
    if let value { add(name, value) }
  }

  private mutating func addText(_ name: String, _ text: String?) {
    if let text { add(name, Self.quoted(text)) }
  }

  private mutating func add(_ part: Allocation) {
    add(
      "allocation",
      "entry=\(part.lot.created.value) ordinal=\(part.lot.ordinal) arrival=\(part.arrival) "
        + "origin=\(part.origin.value) points=\(part.points.minorUnits) "
        + "activates=\(part.activates.milliseconds) "
        + "expires=\(part.expires.map { "\($0.milliseconds)" } ?? "never") "
        + Self.text(part.sliding))
  }

  private mutating func add(_ payment: Payment) {
    add(
      "payment",
      "debt=\(payment.debt) entry=\(payment.lot.created.value) ordinal=\(payment.lot.ordinal) "
        + "origin=\(payment.origin) points=\(payment.points)")
  }

  private mutating func add(_ lot: NewLot) {
    add(
      "new-lot",
      "origin=\(lot.origin) points=\(lot.points) activates=\(lot.activates) "
        + "expires=\(lot.expires == Lot.never ? "never" : "\(lot.expires)") "
        + Self.text(lot.sliding))
  }

  private mutating func add(_ terms: UnitTerms, _ code: InlineText?) {
    let (restore, days): (Int, UInt32) =
      switch terms.restore {
      case .original: (0, 0)
      case .grace(let days): (1, days)
      case .reissue(let days): (2, days)
      }
    addText("code", code?.description)
    addIf("scale", terms.scale)
    add(
      "terms",
      "reversal=\(terms.reversal.rawValue) restore=\(restore) restore-days=\(days) "
        + "inactivity=\(terms.inactivityDays ?? 0) activity=\(EntryKind.mask(of: terms.activity))")
  }

  private mutating func add(_ refusal: Record.RecordedRefusal) {
    let value = refusal.code.storedValue.map { " value=\($0)" } ?? ""
    add("refusal", "kind=\(refusal.kind.name) code=\(refusal.code.name)\(value)")
  }

  private static func text(_ rule: SlidingRule) -> String {
    "days=\(rule.days) kinds=\(rule.kinds)"
  }

  /// A JSON string in ASCII.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0x08: result += "\\b"
      case 0x09: result += "\\t"
      case 0x0A: result += "\\n"
      case 0x0C: result += "\\f"
      case 0x0D: result += "\\r"
      case 0x20...0x7E: result += String(UnicodeScalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }
}
