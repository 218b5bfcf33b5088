/// The texts of a row that is a plain post, encoded as in entries.
enum PlainTexts {
  /// In the order of their bits.
  private static let fields: [(field: InterchangeField, bit: UInt8, maximum: Int)] = [
    (.location, 0, EntryTexts.maximumByteCount), (.actor, 1, EntryTexts.maximumByteCount),
    (.reason, 2, EntryTexts.maximumByteCount), (.campaign, 3, EntryTexts.maximumByteCount),
    (.basisUnit, 5, EntryTexts.maximumByteCount), (.memo, 6, EntryTexts.maximumMemoByteCount),
  ]

  /// Whether each text is short enough.
  static func fit(_ row: borrowing RowFields) -> Bool {
    for (field, _, maximum) in fields where row[field].count > maximum { return false }
    return true
  }

  /// Appends the texts, if there are any. They must be short enough, and UTF-8.
  static func append(
    _ row: borrowing RowFields, base: UnsafePointer<UInt8>, to bytes: inout [UInt8]
  ) {
    var present: UInt8 = 0
    for (field, bit, _) in fields where row[field].count > 0 { present |= 1 << bit }
    if present == 0 { return }
    bytes.append(present)
    for (field, bit, _) in fields where present & 1 << bit != 0 {
      let slice = row[field]
      // A varint; the longest text needs two bytes.
      if slice.count >= 0x80 { bytes.append(UInt8(truncatingIfNeeded: slice.count) | 0x80) }
      bytes.append(UInt8(slice.count >= 0x80 ? slice.count >> 7 : slice.count))
      unsafe bytes.append(
        contentsOf: UnsafeBufferPointer(start: base + slice.start, count: slice.count))
    }
  }
}
