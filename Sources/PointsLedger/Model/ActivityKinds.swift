/// The kinds that count as activity in each unit, according to the entries so far.
struct ActivityKinds {
  private var codes: [UnitCode]
  private var kinds: [UInt32]

  /// - Parameter units: The units before the first entry, in order of their numbers.
  init(_ units: [UnitState] = []) {
    codes = units.map(\.code)
    kinds = units.map { EntryKind.mask(of: $0.terms.activity) }
  }

  /// Notes the policy that an entry defines.
  mutating func note(_ record: Record) {
    guard record.kind == .unit, let terms = record.terms, let text = record.unitCode,
      let code = UnitCode(text)
    else { return }
    if let number = codes.firstIndex(of: code) {
      kinds[number] = EntryKind.mask(of: terms.activity)
    } else {
      codes.append(code)
      kinds.append(EntryKind.mask(of: terms.activity))
    }
  }

  /// Whether a caller's entry on an account counts as activity.
  func isActivity(_ record: Record) -> Bool {
    guard let unit = record.unit, Int(unit) < kinds.count, record.reference != nil,
      record.kind != .refusal
    else { return false }
    return kinds[Int(unit)] & record.kind.bit != 0
  }
}
