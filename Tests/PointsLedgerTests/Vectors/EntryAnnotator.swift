@testable import PointsLedger

/// Takes the fields of an entry as in a row, and records the meaning of each byte.
struct EntryAnnotator: EntrySink {
  private(set) var annotated = AnnotatedBytes()

  /// The rows of an entry, including its length.
  static func rows(of record: Record) -> [String] {
    var body = ByteWriter()
    record.encodeBody(into: &body)
    var annotator = EntryAnnotator()
    var length = ByteWriter()
    length.varint(UInt64(body.count))
    annotator.annotated.add(length.bytes, "length \(body.count)")
    record.encodeFields(into: &annotator)
    return annotator.annotated.rows
  }

  private mutating func add(_ what: String, _ write: (inout ByteWriter) -> Void) {
    var writer = ByteWriter()
    write(&writer)
    annotated.add(writer.bytes, what)
  }

  mutating func shape(_ kind: UInt8, _ fields: UInt64) {
    let name = EntryKind(rawValue: kind)?.name ?? "?"
    let bits = (0..<64).filter { fields >> UInt64($0) & 1 == 1 }.map(String.init)
    add("kind \(name)") { $0.byte(kind) }
    add("fields \(bits.joined(separator: ", "))") { $0.varint(fields) }
  }

  mutating func byte(_ value: UInt8, _ column: EntryColumn) {
    let what = column == .scale && value > 0 ? "\(value - 1), plus 1" : "\(value)"
    add("\(Self.name(column)) \(what)") { $0.byte(value) }
  }

  mutating func number(_ value: UInt64, _ column: EntryColumn) {
    let unit = Self.isBack(column) ? " back" : ""
    add("\(Self.name(column)) \(value)\(unit)") { $0.varint(value) }
  }

  mutating func signed(_ value: Int64, _ column: EntryColumn) {
    add("\(Self.name(column)) \(value)") { $0.zigzag(value) }
  }

  mutating func instant(_ value: Int64, after base: Int64, _ column: EntryColumn) {
    let instant = "\(Self.name(column)) \(Instant(clamping: value))"
    add(base == 0 ? instant : "\(instant): \(value - base) later") { $0.zigzag(value - base) }
  }

  mutating func part(_ value: Int64, of whole: Int64, _ column: EntryColumn) {
    add("allocation points \(value)") { $0.varint(UInt64(value)) }
  }

  mutating func text(_ value: InlineText?, _ column: EntryColumn) {
    guard let value else { return add("no \(Self.name(column))") { $0.byte(0) } }
    add("\(Self.name(column)): length") { $0.byte(UInt8(value.byteCount)) }
    annotated.add(value.bytes, value.description)
  }

  mutating func string(_ value: String, _ column: EntryColumn) {
    add("\(Self.name(column)): length") { $0.varint(UInt64(value.utf8.count)) }
    annotated.add(Array(value.utf8), value)
  }

  mutating func random(_ value: RandomBytes16, _ high: EntryColumn, _ low: EntryColumn) {
    let words = Self.name(high).split(separator: " ").dropLast()
    add(words.joined(separator: " ")) { $0.random(value) }
  }

  /// The words of a column's name: `asked unit`. Whether a lot is taken from or restored makes no
  /// difference to its bytes.
  private static func name(_ column: EntryColumn) -> String {
    if column == .debit || column == .expired { return "change" }
    if column == .bookedAt { return "occurred" }
    var words = [""]
    for letter in "\(column)" {
      if letter.isUppercase { words.append("") }
      words[words.count - 1] += letter.lowercased()
    }
    if words[0] == "taken" || words[0] == "restored" { words[0] = "allocation" }
    return words.joined(separator: " ")
  }

  private static func isBack(_ column: EntryColumn) -> Bool {
    switch column {
    case .original, .expiredOriginal, .previous, .group, .namedLot, .allocationLot,
      .allocationOrigin, .paymentDebt, .paymentLot, .paymentOrigin, .newLotOrigin:
      true
    default: false
    }
  }
}
