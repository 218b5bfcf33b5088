/// Reads streams of integers.
enum IntegerDecoder {
  /// Reads a stream of `count` integers.
  static func values(
    _ count: Int, from reader: inout ChunkReader, depth: Int = 1
  ) throws(FormatFault) -> [Int64] {
    var values = unsafe [Int64](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe buffer.initialize(repeating: 0)
      initialized = count
    }
    try fill(&values, from: 0, reader: &reader, depth: depth)
    return values
  }

  /// Reads a stream into the elements of `out` from `start` on. A stream of no values has no bytes.
  ///
  /// - Parameter depth: 1 for a stream that is not nested in another.
  private static func fill(
    _ out: inout [Int64], from start: Int, reader: inout ChunkReader, depth: Int
  ) throws(FormatFault) {
    guard start < out.count else { return }
    let offset = reader.offset
    guard depth <= ChunkLimits.depth else {
      throw .damaged("streams of integers are nested too deep", at: offset)
    }
    guard let method = IntegerMethod(rawValue: try reader.byte()) else {
      throw .damaged("a stream of integers has no known method", at: offset)
    }
    switch method {
    case .constant:
      let value = try reader.zigzag()
      for index in start..<out.count { out[index] = value }
    case .packed:
      try fillPacked(&out, from: start, reader: &reader)
    case .patched:
      try fillPacked(&out, from: start, reader: &reader)
      try patch(&out, from: start, reader: &reader, depth: depth)
    case .delta:
      let first = try reader.zigzag()
      try fill(&out, from: start + 1, reader: &reader, depth: depth + 1)
      addUp(&out, from: start, first: first)
    case .dictionary:
      let distinct = try values(
        reader.count(in: 1...out.count - start), from: &reader, depth: depth + 1)
      try fill(&out, from: start, reader: &reader, depth: depth + 1)
      try look(up: distinct, in: &out, from: start, offset: offset)
    case .compressed:
      try fillCompressed(&out, from: start, reader: &reader)
    }
  }

  private static func fillPacked(
    _ out: inout [Int64], from start: Int, reader: inout ChunkReader
  ) throws(FormatFault) {
    let (base, divisor) = (try reader.zigzag(), try reader.varint())
    let width = try reader.count(in: 0...64)
    let count = out.count - start
    let offset = reader.offset
    let bits = try reader.take(BitPacking.byteCount(count, width: width))
    guard BitPacking.isPadded(bits, count: count, width: width) else {
      throw .damaged("a column's last bits are not zero", at: offset)
    }
    unsafe out.withUnsafeMutableBufferPointer { out in
      unsafe BitPacking.unpack(
        bits, base: base, divisor: divisor, width: width,
        into: UnsafeMutableBufferPointer(rebasing: out[start...]))
    }
  }

  /// Inserts the exceptions, which are stored apart.
  private static func patch(
    _ out: inout [Int64], from start: Int, reader: inout ChunkReader, depth: Int
  ) throws(FormatFault) {
    let offset = reader.offset
    let exceptionCount = try reader.count(in: 1...out.count - start)
    let positions = try values(exceptionCount, from: &reader, depth: depth + 1)
    let exceptions = try values(exceptionCount, from: &reader, depth: depth + 1)
    var next = start
    for index in 0..<exceptionCount {
      guard let position = Int(exactly: positions[index]), position >= next - start,
        position < out.count - start
      else { throw .damaged("exceptions are not at ascending places of a column", at: offset) }
      out[start + position] = exceptions[index]
      next = start + position + 1
    }
  }

  /// Adds up differences, starting from the first value.
  private static func addUp(_ out: inout [Int64], from start: Int, first: Int64) {
    var value = first
    out[start] = value
    for index in start + 1..<out.count {
      value &+= out[index]
      out[index] = value
    }
  }

  /// Replaces indexes by the values that they refer to.
  private static func look(
    up distinct: [Int64], in out: inout [Int64], from start: Int, offset: Int
  ) throws(FormatFault) {
    for position in start..<out.count {
      let index = out[position]
      guard index >= 0, index < distinct.count else {
        throw .damaged("an index is beyond its dictionary", at: offset)
      }
      out[position] = distinct[Int(index)]
    }
  }

  private static func fillCompressed(
    _ out: inout [Int64], from start: Int, reader: inout ChunkReader
  ) throws(FormatFault) {
    let (base, divisor) = (try reader.zigzag(), try reader.varint())
    let size = try reader.count(in: 1...8)
    let offset = reader.offset
    let block = try reader.take(reader.count(in: 1...Int(Int32.max)))
    let count = out.count - start
    // One more word, so that the last elements can also be loaded as words.
    guard let bytes = LZ4Block.expand(block, to: count * size, padding: 8) else {
      throw .damaged("a column's LZ4 block is damaged", at: offset)
    }
    let mask: UInt64 = .max &>> UInt64(64 - size * 8)
    let elements = bytes.rawSpan
    for index in 0..<count {
      let quotient = elements.integer(at: index &* size, as: UInt64.self) & mask
      out[start + index] = base &+ Int64(bitPattern: quotient &* divisor)
    }
  }
}
