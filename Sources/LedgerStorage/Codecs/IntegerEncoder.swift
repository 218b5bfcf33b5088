/// Writes streams of integers, each by the method that takes the fewest bytes of those considered.
struct IntegerEncoder {
  /// The methods that a stream may use besides constant and packed. No combination leads to a
  /// stream that is nested more deeply than the format allows.
  struct Choices: OptionSet {
    let rawValue: UInt8
    static let patches = Choices(rawValue: 1)
    static let deltas = Choices(rawValue: 2)
    static let dictionary = Choices(rawValue: 4)
    static let compression = Choices(rawValue: 8)
    static let indexes: Choices = [.patches, .deltas, .compression]
    static let all: Choices = [.patches, .deltas, .dictionary, .compression]
  }

  /// Streams of at most this size are not optimized further.
  private static let contentByteCount = 16
  /// The most values of a dictionary.
  private static let dictionaryLimit = 256
  /// For streams of at most this size, dictionary and LZ4 are not tried.
  private static let compressedByteCount = 64

  private var elements = CompressedElements()

  /// Appends the stream of some integers; nothing if there are none.
  mutating func encode(
    _ values: Span<Int64>, choices: Choices = .all, into out: inout [UInt8]
  ) {
    guard values.count > 0 else { return }
    encode(values, shape: IntegerShape(values), choices: choices, into: &out)
  }

  private mutating func encode(
    _ values: Span<Int64>, shape: IntegerShape, choices: Choices, into out: inout [UInt8]
  ) {
    switch plan(values, shape: shape, choices: choices) {
    case .simple: encodeSimple(values, shape: shape, into: &out)
    case .patched(let patch): encode(values, patch: patch, into: &out)
    case .delta(let deltas, let deltaShape):
      out.append(IntegerMethod.delta.rawValue)
      out.append(zigzag: values[0])
      encode(
        deltas.span, shape: deltaShape, choices: choices.intersection([.patches, .compression]),
        into: &out)
    case .dictionary(let dictionary): encode(dictionary, choices: choices, into: &out)
    case .compressed: elements.append(shape: shape, to: &out)
    }
  }

  /// The method of a stream, and the data prepared for it.
  private enum Plan {
    /// Constant or packed.
    case simple
    case patched(IntegerPatch)
    case delta([Int64], IntegerShape)
    case dictionary(DistinctIntegers)
    /// The elements that were compressed last.
    case compressed
  }

  /// The smallest of the allowed methods, by their estimated sizes; of equal ones the simplest.
  private mutating func plan(
    _ values: Span<Int64>, shape: IntegerShape, choices: Choices
  ) -> Plan {
    var plan = Plan.simple
    var byteCount = shape.simpleByteCount(values.count)
    guard byteCount > Self.contentByteCount else { return plan }
    func offer(_ other: Plan, _ otherByteCount: Int) {
      if otherByteCount < byteCount { (plan, byteCount) = (other, otherByteCount) }
    }

    if choices.contains(.patches), let patch = IntegerPatch(values, shape: shape) {
      offer(.patched(patch), patch.byteCount)
    }
    if choices.contains(.deltas), values.count > 1 {
      let deltas = Self.differences(values)
      let deltaShape = IntegerShape(deltas.span)
      let size = Self.byteCount(deltas.span, shape: deltaShape, choices: choices)
      offer(.delta(deltas, deltaShape), 1 + Varint.byteCount(zigzag: values[0]) + size)
    }
    if choices.contains(.dictionary), byteCount > Self.compressedByteCount {
      // The headers of the three streams, in addition to their bits.
      let heads = shape.headerByteCount + 10
      // With wider indexes the stream would be larger.
      let widthLimit = max(0, (byteCount - heads) * 8 / values.count)
      let limit = widthLimit < 8 ? 1 << widthLimit : Self.dictionaryLimit
      if limit > 1, let dictionary = DistinctIntegers(values, limit: limit) {
        let count = dictionary.distinct.count
        let indexWidth = 64 - (count - 1).leadingZeroBitCount
        let size = heads + BitPacking.byteCount(count, width: shape.width)
        offer(.dictionary(dictionary), size + BitPacking.byteCount(values.count, width: indexWidth))
      }
    }
    if choices.contains(.compression), byteCount > Self.compressedByteCount,
      elements.compress(values, shape: shape, below: byteCount)
    {
      return .compressed
    }
    return plan
  }

  /// The estimated size in bytes of a stream of integers: the best of constant, packed and patched,
  /// each also on the differences.
  static func byteCount(_ values: Span<Int64>) -> Int {
    guard values.count > 1 else { return values.count * 10 }
    let deltas = differences(values)
    return min(
      byteCount(values, shape: IntegerShape(values), choices: .patches),
      10 + byteCount(deltas.span, shape: IntegerShape(deltas.span), choices: .patches))
  }

  /// The estimated size in bytes of integers as constant, packed or, if that is a choice, patched.
  private static func byteCount(
    _ values: Span<Int64>, shape: IntegerShape, choices: Choices
  ) -> Int {
    let size = shape.simpleByteCount(values.count)
    guard choices.contains(.patches), size > contentByteCount,
      let patch = IntegerPatch(values, shape: shape)
    else { return size }
    return min(size, patch.byteCount)
  }

  /// Constant or packed.
  private func encodeSimple(
    _ values: Span<Int64>, shape: IntegerShape, into out: inout [UInt8]
  ) {
    if shape.isConstant {
      out.append(IntegerMethod.constant.rawValue)
      out.append(zigzag: shape.minimum)
    } else {
      out.append(IntegerMethod.packed.rawValue)
      Self.appendPacked(values, shape: shape, to: &out)
    }
  }

  private static func appendPacked(
    _ values: Span<Int64>, shape: IntegerShape, to out: inout [UInt8]
  ) {
    let width = shape.width
    out.append(zigzag: shape.base)
    out.append(varint: shape.divisor.value)
    out.append(UInt8(width))
    BitPacking.pack(values, base: shape.base, divisor: shape.divisor, width: width, into: &out)
  }

  private mutating func encode(
    _ values: Span<Int64>, patch: IntegerPatch, into out: inout [UInt8]
  ) {
    var kept: [Int64] = []
    kept.reserveCapacity(values.count)
    var positions: [Int64] = []
    var exceptions: [Int64] = []
    for index in values.indices {
      let value = values[index]
      if IntegerPatch.distance(value, from: patch.center) <= patch.reach {
        kept.append(value)
      } else {
        kept.append(patch.center)
        positions.append(Int64(index))
        exceptions.append(value)
      }
    }
    out.append(IntegerMethod.patched.rawValue)
    Self.appendPacked(kept.span, shape: IntegerShape(kept.span), to: &out)
    out.append(varint: UInt64(exceptions.count))
    encode(positions.span, choices: .deltas, into: &out)
    encode(exceptions.span, choices: .deltas, into: &out)
  }

  private mutating func encode(
    _ dictionary: DistinctIntegers, choices: Choices, into out: inout [UInt8]
  ) {
    var dictionary = dictionary
    dictionary.sort()
    out.append(IntegerMethod.dictionary.rawValue)
    out.append(varint: UInt64(dictionary.distinct.count))
    encode(dictionary.distinct.span, choices: .deltas, into: &out)
    encode(dictionary.indexes.span, choices: choices.intersection(.indexes), into: &out)
  }

  /// Each value except the first, minus the one before it.
  private static func differences(_ values: Span<Int64>) -> [Int64] {
    var differences: [Int64] = []
    differences.reserveCapacity(values.count - 1)
    for index in 1..<values.count { differences.append(values[index] &- values[index - 1]) }
    return differences
  }
}
