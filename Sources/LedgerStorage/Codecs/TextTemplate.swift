/// The common structure of some texts: bytes that are the same in all, and fields whose numbers
/// differ. All texts of a template have the same length.
struct TextTemplate {
  enum Part: Equatable {
    case literal(Range<Int>)
    /// A decimal number with leading zeros.
    case digits(offset: Int, width: Int)
    /// A UUID in its 36 characters.
    case uuid(offset: Int)
  }

  private static let literalCode: UInt8 = 0
  private static let uuidCode: UInt8 = 19
  private static let literalByteLimit = MaskedText.byteLimit

  /// The bytes of the literal parts, with zeros in place of the fields' digits.
  private(set) var skeleton: [UInt8] = []
  private(set) var parts: [Part] = []

  static let uuid = TextTemplate(
    skeleton: [UInt8](repeating: UInt8(ascii: "0"), count: UUIDText.byteCount),
    parts: [.uuid(offset: 0)])

  private init(skeleton: [UInt8], parts: [Part]) {
    self.skeleton = skeleton
    self.parts = parts
  }

  /// The template of a text in which each digit was replaced by a zero; nil if it has too many
  /// parts.
  init?(masked: [UInt8]) {
    skeleton = masked
    var start = 0
    while start < masked.count {
      let isField = masked[start] == UInt8(ascii: "0")
      let limit = isField ? min(masked.count, start + ChunkLimits.fieldDigits) : masked.count
      var end = start + 1
      while end < limit, (masked[end] == UInt8(ascii: "0")) == isField { end += 1 }
      guard parts.count < ChunkLimits.templateParts else { return nil }
      parts.append(isField ? .digits(offset: start, width: end - start) : .literal(start..<end))
      start = end
    }
  }

  init(from reader: inout ChunkReader) throws(FormatFault) {
    let partCount = try reader.count(in: 1...ChunkLimits.templateParts)
    for _ in 0..<partCount {
      let offset = reader.offset
      let code = try reader.byte()
      switch code {
      case Self.literalCode:
        let literal = try reader.take(reader.count(in: 1...Self.literalByteLimit))
        parts.append(.literal(skeleton.count..<skeleton.count + literal.byteCount))
        unsafe literal.withUnsafeBytes { unsafe skeleton.append(contentsOf: $0) }
      case 1...UInt8(ChunkLimits.fieldDigits):
        parts.append(.digits(offset: skeleton.count, width: Int(code)))
        skeleton.append(zeros: Int(code))
      case Self.uuidCode:
        parts.append(.uuid(offset: skeleton.count))
        skeleton.append(zeros: UUIDText.byteCount)
      default:
        throw .damaged("a template has an unknown part", at: offset)
      }
    }
  }

  /// The last part that is a field.
  var lastField: Part? {
    parts.last { part in
      if case .literal = part { false } else { true }
    }
  }

  func write(to out: inout [UInt8]) {
    out.append(varint: UInt64(parts.count))
    for part in parts {
      switch part {
      case .literal(let range):
        out.append(Self.literalCode)
        out.append(varint: UInt64(range.count))
        out.append(contentsOf: skeleton[range])
      case .digits(_, let width): out.append(UInt8(width))
      case .uuid: out.append(Self.uuidCode)
      }
    }
  }

  /// About how many bytes are saved if `count` texts share the template; negative if none are.
  func saving(_ count: Int) -> Int {
    // The cost of the template and of each column's header, and the bytes saved in each text.
    var (cost, saved) = (2, 0)
    for part in parts {
      switch part {
      case .literal(let range):
        cost += range.count + 2
        saved += 2 * range.count
      case .digits(_, let width):
        cost += 6
        saved += width
      case .uuid:
        cost += 15
        saved += 2 * 20
      }
    }
    return saved * count / 2 - cost
  }
}
