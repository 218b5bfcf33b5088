import PointsLedger

/// An entry as a JSON object: the fields of the interchange format, and the result of the entry.
struct EntryJSON {
  private var text = EntryText()

  /// Appends one line. `allocations` says where the points of the entry came from, and where they
  /// went.
  mutating func append(
    _ entry: Entry, scale: UInt8, allocations: [AllocationView], effects: EffectsView,
    to output: inout Output
  ) throws(CommandFailure) {
    fill(
      entry, scale: scale, allocations: allocations, effects: effects, to: &output.bytes)
    try output.line("")
  }

  /// Appends the object alone.
  mutating func fill(
    _ entry: Entry, scale: UInt8, allocations: [AllocationView], effects: EffectsView,
    to output: inout [UInt8]
  ) {
    var object = JSONObjectWriter(&output)
    append(
      entry, scale: scale, allocations: allocations, effects: effects, to: &object, &output)
    object.end(&output)
  }

  /// Appends the keys of an entry.
  mutating func append(
    _ entry: Entry, scale: UInt8, allocations: [AllocationView], effects: EffectsView,
    to object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) {
    text.fill(entry, scale: scale)
    object.integer("sequence", entry.sequence.value, to: &output)
    for field in InterchangeField.allCases {
      let value = text[field]
      if value.isEmpty {
        object.null(field.name, to: &output)
      } else {
        object.string(field.name, value, to: &output)
      }
    }
    object.string("posted", entry.posted.description, to: &output)
    object.string("effective", entry.effective.description, to: &output)
    object.boolean("late", entry.isLate, to: &output)
    object.optional("refused", entry.refusal?.name, to: &output)
    let change = entry.balanceAfter == nil ? nil : entry.change.text(scale: scale)
    object.optional("change", change, to: &output)
    object.optional("balance", entry.balanceAfter?.text(scale: scale), to: &output)
    object.allocations(allocations, scale: scale, to: &output)
    effects.append(to: &object, &output)
  }
}

extension JSONObjectWriter {
  /// Appends a string, or null.
  mutating func optional(_ name: String, _ value: String?, to output: inout [UInt8]) {
    if let value { string(name, value, to: &output) } else { null(name, to: &output) }
  }

  /// Appends an array of strings.
  mutating func strings(_ name: String, _ values: [String], to output: inout [UInt8]) {
    key(name, to: &output)
    output.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      Self.append(value.utf8, to: &output)
    }
    output.append(UInt8(ascii: "]"))
  }

  /// Appends the array `allocations`.
  mutating func allocations(
    _ allocations: [AllocationView], scale: UInt8, to output: inout [UInt8]
  ) {
    array("allocations", allocations, to: &output) { object, allocation, output in
      object.integer(allocation.isUse ? "entry" : "lot", allocation.sequence.value, to: &output)
      object.optional("reference", allocation.reference?.description, to: &output)
      if let kind = allocation.kind { object.string("kind", kind.name, to: &output) }
      object.string("points", allocation.points.text(scale: scale), to: &output)
      if let debt = allocation.debt {
        object.integer("debt", debt.sequence.value, to: &output)
        object.optional("debtReference", debt.reference?.description, to: &output)
      }
    }
  }

  /// Appends the keys of an account.
  mutating func account(
    _ member: MemberIdentifier, _ unit: UnitCode, _ balance: Balance, scale: UInt8,
    to output: inout [UInt8]
  ) {
    string("member", member.description, to: &output)
    string("unit", unit.description, to: &output)
    self.balance(balance, scale: scale, to: &output)
  }

  /// Appends the keys of a balance.
  mutating func balance(_ balance: Balance, scale: UInt8, to output: inout [UInt8]) {
    for (name, points) in balance.named {
      string(name, points.text(scale: scale), to: &output)
    }
  }
}

extension Balance {
  /// The parts by name, in the order of display.
  var named: [(String, Points)] {
    [
      ("available", available), ("pending", pending), ("held", held), ("arrears", arrears),
      ("earned", earned), ("redeemed", redeemed), ("expired", expired),
    ]
  }
}
