/// Up to 512 ascending numbers of one pattern: the first, then stretches of consecutive numbers.
///
/// A stretch is a varint of the gap before it (the number of numbers left out, doubled, plus 1 if
/// the stretch has more than one number), then, if so, a varint of its length minus 2. The gap
/// before the first stretch is its first number itself.
struct ReferenceChunk: StateValue {
  static let capacity = 512

  var numbers: [UInt64]

  static let placeholder = ReferenceChunk(numbers: [])

  init(numbers: [UInt64]) { self.numbers = numbers }

  func encode(into out: inout ByteWriter) {
    var index = 0
    var next: UInt64 = 0
    while index < numbers.count {
      var end = index + 1
      while end < numbers.count, numbers[end] == numbers[end - 1] &+ 1 { end += 1 }
      if index == 0 {
        out.varint(numbers[0])
        out.varint(UInt64(end - index - 1))
      } else {
        // Its top bit is not set: the writer begins another chunk at a greater gap.
        let gap = numbers[index] - next
        out.varint(gap << 1 | (end - index > 1 ? 1 : 0))
        if end - index > 1 { out.varint(UInt64(end - index - 2)) }
      }
      next = numbers[end - 1] &+ 1
      index = end
    }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    numbers = []
    guard !reader.isAtEnd else { return }
    var next = try append(try reader.varint(), count: try reader.varint(), adding: 1)
    while !reader.isAtEnd {
      let step = try reader.varint()
      let first = next.addingReportingOverflow(step >> 1)
      if first.overflow { throw ByteReader.Malformed(reason: "a number exceeds 64 bits") }
      next =
        step & 1 == 0
        ? try append(first.partialValue, count: 0, adding: 1)
        : try append(first.partialValue, count: try reader.varint(), adding: 2)
    }
  }

  /// Appends a stretch; returns the number after it.
  private mutating func append(
    _ first: UInt64, count: UInt64, adding more: UInt64
  ) throws(ByteReader.Malformed) -> UInt64 {
    let free = Self.capacity - numbers.count
    guard count <= UInt64(Self.capacity), Int(count + more) <= free else {
      throw ByteReader.Malformed(reason: "a chunk has too many numbers")
    }
    for offset in 0..<(count + more) { numbers.append(first &+ offset) }
    return first &+ count &+ more
  }
}
