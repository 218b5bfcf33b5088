/// Writes streams of integers, each in the way that takes the fewest bytes of those that it weighs.
struct IntegerEncoder {
  /// What a stream may use beside constant and packed.
  struct Choices: OptionSet {
    let rawValue: UInt8
    static let patches = Choices(rawValue: 1)
    static let deltas = Choices(rawValue: 2)
    static let dictionary = Choices(rawValue: 4)
    static let compression = Choices(rawValue: 8)
    static let indexes: Choices = [.patches, .deltas, .compression]
    static let all: Choices = [.patches, .deltas, .dictionary, .compression]
  }

  /// Streams of at most this size are not made smaller.
  private static let contentByteCount = 16
  /// The most values of a dictionary.
  private static let dictionaryLimit = 256
  /// Streams of at most this size are not tried with LZ4.
  private static let compressedByteCount = 64

  private var elements = CompressedElements()

  /// Adds the stream of some integers; of none, nothing.
  mutating func encode(
    _ values: Span<Int64>, choices: Choices = .all, into out: inout [UInt8]
  ) {
    guard values.count > 0 else { return }
    encode(values, shape: IntegerShape(values), choices: choices, into: &out)
  }

  private mutating func encode(
    _ values: Span<Int64>, shape: IntegerShape, choices: Choices, into out: inout [UInt8]
  ) {
    var method = shape.isConstant ? IntegerMethod.constant : .packed
    var byteCount = shape.simpleByteCount(values.count)
    guard byteCount > Self.contentByteCount else {
      return encodeSimple(values, shape: shape, into: &out)
    }
    func offer(_ other: IntegerMethod, _ otherByteCount: Int) {
      if otherByteCount < byteCount { (method, byteCount) = (other, otherByteCount) }
    }

    let patch = choices.contains(.patches) ? IntegerPatch(values, shape: shape) : nil
    if let patch { offer(.patched, patch.byteCount) }

    var deltas: [Int64] = []
    var deltaShape: IntegerShape?
    if choices.contains(.deltas), values.count > 1 {
      deltas = Self.differences(values)
      let shape = IntegerShape(deltas.span)
      deltaShape = shape
      let size = Self.byteCount(deltas.span, shape: shape, choices: choices)
      offer(.delta, 1 + Varint.byteCount(zigzag: values[0]) + size)
    }

    var dictionary: DistinctIntegers?
    if choices.contains(.dictionary), byteCount > Self.compressedByteCount {
      dictionary = DistinctIntegers(values, limit: Self.dictionaryLimit)
      if let dictionary {
        let count = dictionary.distinct.count
        let indexWidth = 64 - (count - 1).leadingZeroBitCount
        let valueBytes = shape.headerByteCount + BitPacking.byteCount(count, width: shape.width)
        offer(
          .dictionary, valueBytes + 10 + BitPacking.byteCount(values.count, width: indexWidth))
      }
    }

    if choices.contains(.compression), byteCount > Self.compressedByteCount,
      elements.compress(values, shape: shape, below: byteCount)
    {
      return elements.append(shape: shape, to: &out)
    }

    switch method {
    case .patched:
      if let patch { return encode(values, patch: patch, into: &out) }
    case .delta:
      if let deltaShape {
        out.append(IntegerMethod.delta.rawValue)
        out.append(zigzag: values[0])
        return encode(
          deltas.span, shape: deltaShape,
          choices: choices.intersection([.patches, .compression]), into: &out)
      }
    case .dictionary:
      if let dictionary { return encode(dictionary, choices: choices, into: &out) }
    case .constant, .packed, .compressed:
      break
    }
    encodeSimple(values, shape: shape, into: &out)
  }

  /// About how many bytes the stream of some integers takes, the best of constant, packed, patched
  /// and those as deltas.
  static func byteCount(_ values: Span<Int64>) -> Int {
    guard values.count > 1 else { return values.count * 10 }
    let deltas = differences(values)
    return min(
      byteCount(values, shape: IntegerShape(values), choices: .patches),
      10 + byteCount(deltas.span, shape: IntegerShape(deltas.span), choices: .patches))
  }

  /// About how many bytes some integers take as constant, packed or, if that is a choice, patched.
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

  /// Each value but the first minus the one before it.
  private static func differences(_ values: Span<Int64>) -> [Int64] {
    var differences: [Int64] = []
    differences.reserveCapacity(values.count - 1)
    for index in 1..<values.count { differences.append(values[index] &- values[index - 1]) }
    return differences
  }
}
