/// A window that contains most of some integers, and the cost of storing the others apart.
struct IntegerPatch {
  /// A value in the window, and one of the integers.
  let center: Int64
  /// The greatest distance from the center within the window.
  let reach: UInt64
  /// The estimated size of the stream in bytes.
  let byteCount: Int

  /// The best window around a value from the middle of a sample; nil if no value would be stored
  /// apart.
  init?(_ values: Span<Int64>, shape: IntegerShape) {
    guard values.count >= 8, !shape.isConstant else { return nil }
    let center = Self.middle(of: values)
    // The number of values for each bit length of their distance from the center.
    let distances = Self.distances(values, from: center)
    let positionBits = 64 - (values.count - 1).leadingZeroBitCount
    let exceptionBits = shape.width + positionBits
    var best: (bits: Int, cost: Int)?
    var outside = values.count
    for bits in 0..<64 {
      outside -= distances[bits]
      if outside == 0 { break }
      if outside > values.count / 4 { continue }
      let width = Self.width(shape, around: center, bits: bits)
      // 16 bytes for the headers of the two streams of exceptions.
      let cost = (values.count * width + outside * exceptionBits) / 8 + 16 + shape.headerByteCount
      if cost < best?.cost ?? .max { best = (bits, cost) }
    }
    guard let best else { return nil }
    self.center = center
    reach = 1 << UInt64(best.bits) - 1
    byteCount = best.cost
  }

  @inline(__always)
  static func distance(_ value: Int64, from center: Int64) -> UInt64 {
    UInt64(bitPattern: value > center ? value &- center : center &- value)
  }

  /// The number of values for each bit length of the distance. Two sets of counts alternate:
  /// adjacent values are alike, and so the second increment need not wait for the first.
  private static func distances(
    _ values: Span<Int64>, from center: Int64
  ) -> InlineArray<65, Int> {
    var even = InlineArray<65, Int>(repeating: 0)
    var odd = even
    var index = 0
    while index &+ 1 < values.count {
      even[64 - distance(values[index], from: center).leadingZeroBitCount] &+= 1
      odd[64 - distance(values[index &+ 1], from: center).leadingZeroBitCount] &+= 1
      index &+= 2
    }
    if index < values.count {
      even[64 - distance(values[index], from: center).leadingZeroBitCount] &+= 1
    }
    for bits in even.indices { even[bits] &+= odd[bits] }
    return even
  }

  /// The width of values in the window whose distances have at most `bits` bits.
  private static func width(_ shape: IntegerShape, around center: Int64, bits: Int) -> Int {
    let reach: UInt64 = 1 << UInt64(bits) - 1
    let below = min(reach, UInt64(bitPattern: center &- shape.minimum))
    let above = min(reach, UInt64(bitPattern: shape.maximum &- center))
    return shape.width(
      from: center &- Int64(bitPattern: below), to: center &+ Int64(bitPattern: above))
  }

  /// The median of a sample of evenly spaced values.
  private static func middle(of values: Span<Int64>) -> Int64 {
    let sampleCount = min(values.count, 31)
    var sample = InlineArray<31, Int64>(repeating: 0)
    for index in 0..<sampleCount {
      let value = values[index * values.count / sampleCount]
      // Insertion sort: the sample is small.
      var place = index
      while place > 0, sample[place - 1] > value {
        sample[place] = sample[place - 1]
        place -= 1
      }
      sample[place] = value
    }
    return sample[sampleCount / 2]
  }
}
