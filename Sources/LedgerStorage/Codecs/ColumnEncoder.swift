/// Encodes the values of one column of one block as a chunk of bytes. It reuses its memory between
/// chunks. The same values always give the same bytes, for a given version of liblz4.
package struct ColumnEncoder: Sendable {
  private var integers = IntegerEncoder()
  private var texts = TextEncoder()

  package init() {}

  /// Appends the chunk of some integers, at most 2^30.
  package mutating func encode(_ values: Span<Int64>, into out: inout [UInt8]) {
    out.append(varint: UInt64(values.count))
    integers.encode(values, into: &out)
  }

  /// Appends the chunk of some texts, at most 2^30.
  package mutating func encode(_ texts: ColumnTexts, into out: inout [UInt8]) {
    self.texts.encode(texts, integers: &integers, into: &out)
  }
}
