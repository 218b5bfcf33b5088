/// Turns the values of one column of one block into a chunk of bytes. It keeps its memory between
/// chunks. The same values always give the same bytes, as long as liblz4 is the same.
package struct ColumnEncoder: Sendable {
  private var integers = IntegerEncoder()
  private var texts = TextEncoder()

  package init() {}

  /// Adds the chunk of some integers, 2^30 at most.
  package mutating func encode(_ values: Span<Int64>, into out: inout [UInt8]) {
    out.append(varint: UInt64(values.count))
    integers.encode(values, into: &out)
  }

  /// Adds the chunk of some texts, 2^30 at most.
  package mutating func encode(_ texts: ColumnTexts, into out: inout [UInt8]) {
    self.texts.encode(texts, integers: &integers, into: &out)
  }
}
