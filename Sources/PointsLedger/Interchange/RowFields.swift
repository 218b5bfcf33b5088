/// The position of a field in a row buffer.
struct ByteSlice {
  var start: Int
  var count: Int
  /// Whether doubled quotes in it are still to be replaced.
  var hasQuotes = false

  static let empty = ByteSlice(start: 0, count: 0)
}

/// The values of one row: the bytes of each column, and the column of each field.
///
/// The bytes stay in place until the next row is read.
@safe struct RowFields: ~Copyable {
  static let maximumColumns = 256

  /// A slice for each column of the file.
  let columns: UnsafeMutablePointer<ByteSlice>
  /// The column of each field, by raw value; -1 if the file has none.
  private var columnOfField = InlineArray<21, Int16>(repeating: -1)
  /// The items of a JSON array of lots; empty if `lots` is a text.
  var lots: [ByteSlice] = []

  init() {
    unsafe columns = .allocate(capacity: Self.maximumColumns)
    unsafe columns.initialize(repeating: .empty, count: Self.maximumColumns)
  }

  deinit { unsafe columns.deallocate() }

  mutating func setColumn(_ column: Int, of field: InterchangeField) {
    columnOfField[Int(field.rawValue)] = Int16(column)
  }

  /// Whether the current row has a value in any of the fields.
  func hasAny(of fields: [InterchangeField]) -> Bool {
    for field in fields where self[field].count > 0 { return true }
    return !lots.isEmpty
  }

  /// The field's value in the current row; empty if there is none.
  @inline(__always)
  subscript(field: InterchangeField) -> ByteSlice {
    let column = columnOfField[Int(field.rawValue)]
    return column < 0 ? .empty : unsafe columns[Int(column)]
  }
}
