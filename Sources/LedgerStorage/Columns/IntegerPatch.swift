/// A window that holds most of some integers, and what it costs to store the others apart.
struct IntegerPatch {
  /// A value that is in the window and among the integers.
  let center: Int64
  /// How far values in the window are from the center, at most.
  let reach: UInt64
  /// About how many bytes the stream takes.
  let byteCount: Int

  /// The best window around a value from the middle of a sample; nil if there is nothing to store
  /// apart.
  init?(_ values: Span<Int64>, shape: IntegerShape) {
    guard values.count >= 8, !shape.isConstant else { return nil }
    let center = Self.middle(of: values)
    // How many values have a distance from the center of so many bits.
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
      // 16 for the heads of the two streams of exceptions.
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

  private static func distances(_ values: Span<Int64>, from center: Int64) -> [Int] {
    var counts = [Int](repeating: 0, count: 65)
    for index in values.indices {
      counts[64 - distance(values[index], from: center).leadingZeroBitCount] += 1
    }
    return counts
  }

  /// The bits of a value in the window of those whose distance has at most so many bits.
  private static func width(_ shape: IntegerShape, around center: Int64, bits: Int) -> Int {
    let reach: UInt64 = 1 << UInt64(bits) - 1
    let below = min(reach, UInt64(bitPattern: center &- shape.minimum))
    let above = min(reach, UInt64(bitPattern: shape.maximum &- center))
    return shape.width(
      from: center &- Int64(bitPattern: below), to: center &+ Int64(bitPattern: above))
  }

  /// The middle one of some of the values, evenly apart.
  private static func middle(of values: Span<Int64>) -> Int64 {
    let sampleCount = min(values.count, 31)
    var sample = [Int64]()
    sample.reserveCapacity(sampleCount)
    for index in 0..<sampleCount { sample.append(values[index * values.count / sampleCount]) }
    sample.sort()
    return sample[sampleCount / 2]
  }
}
