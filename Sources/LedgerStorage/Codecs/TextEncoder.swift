/// Writes chunks of texts.
struct TextEncoder {
  /// Texts of at most this many bytes in total are not compressed.
  private static let compressedByteCount = 64

  private var finder = TemplateFinder()
  private var compressor = LZ4Compressor()

  /// Appends the chunk of some texts.
  mutating func encode(
    _ texts: ColumnTexts, integers: inout IntegerEncoder, into out: inout [UInt8]
  ) {
    out.append(varint: UInt64(texts.count))
    guard texts.count > 0 else { return }
    let start = out.count
    out.append(TextMethod.parts.rawValue)
    encodeParts(texts, integers: &integers, into: &out)
    guard let distinct = DistinctTexts(texts) else { return }
    var other = [TextMethod.dictionary.rawValue]
    other.append(varint: UInt64(distinct.texts.count))
    encodeParts(distinct.texts, integers: &integers, into: &other)
    integers.encode(
      distinct.indexes.span, choices: .indexes, into: &other)
    if other.count < out.count - start {
      out.removeSubrange(start...)
      out.append(contentsOf: other)
    }
  }

  /// Appends at least one text as templates, texts that fit none, and columns of numbers.
  private mutating func encodeParts(
    _ texts: ColumnTexts, integers: inout IntegerEncoder, into out: inout [UInt8]
  ) {
    finder.find(in: texts)
    let templates = finder.templates
    out.append(varint: UInt64(templates.count))
    for template in templates { template.write(to: &out) }
    if !templates.isEmpty {
      let choices = finder.choice.map { Int64(min($0, UInt8(templates.count))) }
      integers.encode(choices.span, into: &out)
    }
    encodeLiterals(texts, integers: &integers, into: &out)
    for (index, template) in templates.enumerated() {
      var starts: [Int] = []
      for (row, choice) in finder.choice.enumerated() where choice == index {
        starts.append(texts.range(at: row).lowerBound)
      }
      FieldEncoder.encode(template, texts.bytes.rawSpan, starts, integers: &integers, into: &out)
    }
  }

  /// Appends the lengths of the texts that have no template, then their bytes; nothing if there are
  /// no such texts.
  private mutating func encodeLiterals(
    _ texts: ColumnTexts, integers: inout IntegerEncoder, into out: inout [UInt8]
  ) {
    var lengths: [Int64] = []
    var bytes: [UInt8] = []
    for (row, choice) in finder.choice.enumerated() where choice == TemplateFinder.none {
      let text = texts[row]
      lengths.append(Int64(text.count))
      bytes.append(contentsOf: text)
    }
    integers.encode(lengths.span, into: &out)
    guard !bytes.isEmpty else { return }
    if bytes.count > Self.compressedByteCount,
      let count = compressor.compress(bytes, bytes.count, below: bytes.count)
    {
      out.append(varint: UInt64(count))
      out.append(contentsOf: compressor.block[..<count])
    } else {
      out.append(varint: 0)
      out.append(contentsOf: bytes)
    }
  }
}
