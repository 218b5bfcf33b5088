/// Reads the fields of an entry from a JSON object.
///
/// The caller gets the keys that are none: `open`, then `nextKey` until it returns nil.
struct JSONFieldsReader: ~Copyable {
  /// The most ignored keys of an object.
  private static let maximumKeys = 256

  /// A column for each field, in the order of their raw values.
  private(set) var fields = RowFields()
  /// The ignored keys of the current object.
  private var ignored: [ByteSlice] = []
  /// A bit for each field that the current object has had.
  private var seen: UInt32 = 0
  private var isFirst = true

  init() {
    for field in InterchangeField.allCases { fields.setColumn(Int(field.rawValue), of: field) }
  }

  /// Begins an object, which has no fields yet.
  mutating func open(_ scanner: inout JSONLineScanner) throws(InterchangeError) {
    set([], lots: [])
    ignored.removeAll(keepingCapacity: true)
    seen = 0
    isFirst = true
    try scanner.expect("{", "an object in braces")
  }

  /// Reads on up to the next key that is no field, and past its colon; nil at the end of the object.
  mutating func nextKey(_ scanner: inout JSONLineScanner) throws(InterchangeError) -> ByteSlice? {
    while true {
      if isFirst {
        isFirst = false
        if scanner.take("}") { return nil }
      } else if !scanner.take(",") {
        try scanner.expect("}", "a comma or a closing brace")
        return nil
      }
      let key = try scanner.string()
      try scanner.expect(":", "a colon")
      guard let name = scanner.shortName(key), let field = InterchangeField(name) else {
        return key
      }
      let bit = (1 as UInt32) << UInt32(field.rawValue)
      guard seen & bit == 0 else { throw repeated(key, scanner) }
      seen |= bit
      try readValue(of: field, &scanner)
    }
  }

  /// Skips the value of a key that is to be ignored; throws if it is an unknown one.
  mutating func ignore(
    _ key: ByteSlice, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) {
    guard scanner.text(key).utf8.starts(with: "x-".utf8) else {
      throw scanner.fault(.unknownKey(scanner.text(key)))
    }
    guard ignored.count < Self.maximumKeys else {
      throw scanner.fault(.tooManyColumns(maximum: Self.maximumKeys))
    }
    for other in ignored where scanner.text(other) == scanner.text(key) {
      throw repeated(key, scanner)
    }
    ignored.append(key)
    try scanner.skipValue()
  }

  func repeated(_ key: ByteSlice, _ scanner: borrowing JSONLineScanner) -> InterchangeError {
    scanner.fault(.repeatedColumn(scanner.text(key)))
  }

  /// The columns of the current object, to be set again later.
  var columns: [ByteSlice] { (0..<InterchangeField.count).map { unsafe fields.columns[$0] } }

  /// Sets the columns; those that are missing are empty.
  mutating func set(_ columns: [ByteSlice], lots: [ByteSlice]) {
    for column in 0..<InterchangeField.count {
      unsafe fields.columns[column] = column < columns.count ? columns[column] : .empty
    }
    fields.lots.removeAll(keepingCapacity: true)
    fields.lots.append(contentsOf: lots)
  }

  private mutating func readValue(
    of field: InterchangeField, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) {
    let slice: ByteSlice
    switch scanner.current {
    case 0x22:
      slice = try scanner.string()
    case UInt8(ascii: "n"):
      guard scanner.takeWord("null") != nil else { throw scanner.fault("expected a value") }
      slice = .empty
    case UInt8(ascii: "t") where field == .partial:
      guard let word = scanner.takeWord("true") else { throw scanner.fault("expected a value") }
      slice = scanner.overwrite(word, "yes")
    case UInt8(ascii: "f") where field == .partial:
      guard let word = scanner.takeWord("false") else { throw scanner.fault("expected a value") }
      slice = scanner.overwrite(word, "no")
    case UInt8(ascii: "[") where field == .lots:
      try readLots(&scanner)
      slice = .empty
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard field == .points || field == .basis else {
        throw scanner.fault(.badValue("a number", "write it as a string"), of: field.name)
      }
      slice = try scanner.number()
    default:
      throw scanner.fault(
        .badValue("\(Unicode.Scalar(scanner.current))...", "write the value as a string"),
        of: field.name)
    }
    unsafe fields.columns[Int(field.rawValue)] = slice
  }

  private mutating func readLots(_ scanner: inout JSONLineScanner) throws(InterchangeError) {
    try scanner.expect("[", "an array")
    if scanner.take("]") { return }
    repeat { fields.lots.append(try scanner.string()) } while scanner.take(",")
    try scanner.expect("]", "a comma or a closing bracket")
  }
}
