/// A number as runs store it.
struct StateNumber: StateValue {
  var value: UInt64

  static let placeholder = StateNumber(value: 0)

  init(value: UInt64) { self.value = value }

  func encode(into out: inout ByteWriter) { out.varint(value) }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) { value = try reader.varint() }
}
