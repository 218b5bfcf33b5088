internal import Glibc

/// Reads chunks of texts.
enum TextDecoder {
  /// Reads the part of a chunk after its count.
  static func texts(
    _ count: Int, byteLimit: Int, from reader: inout ChunkReader
  ) throws(FormatFault) -> ColumnTexts {
    guard count > 0 else { return ColumnTexts() }
    let offset = reader.offset
    switch TextMethod(rawValue: try reader.byte()) {
    case .parts: return try parts(count, byteLimit: byteLimit, from: &reader)
    case .dictionary: return try dictionary(count, byteLimit: byteLimit, from: &reader)
    case nil: throw .damaged("a column of texts has no known method", at: offset)
    }
  }

  private static func dictionary(
    _ count: Int, byteLimit: Int, from reader: inout ChunkReader
  ) throws(FormatFault) -> ColumnTexts {
    let distinct = try parts(reader.count(in: 1...count), byteLimit: byteLimit, from: &reader)
    let offset = reader.offset
    let indexes = try IntegerDecoder.values(count, from: &reader)
    var ends: [Int] = []
    ends.reserveCapacity(count)
    var end = 0
    for index in indexes {
      guard index >= 0, index < distinct.count else {
        throw .damaged("an index is beyond its dictionary", at: offset)
      }
      end += distinct.range(at: Int(index)).count
      guard end <= byteLimit else { throw tooLong(at: offset) }
      ends.append(end)
    }
    var bytes = [UInt8](repeating: 0, count: end)
    var start = 0
    for (row, index) in indexes.enumerated() {
      copy(distinct.bytes.rawSpan.extracting(distinct.range(at: Int(index))), to: start, in: &bytes)
      start = ends[row]
    }
    return ColumnTexts(bytes: bytes, ends: ends)
  }

  private static func parts(
    _ count: Int, byteLimit: Int, from reader: inout ChunkReader
  ) throws(FormatFault) -> ColumnTexts {
    let templateCount = try reader.count(in: 0...ChunkLimits.templates)
    var templates: [TextTemplate] = []
    for _ in 0..<templateCount { templates.append(try TextTemplate(from: &reader)) }
    let offset = reader.offset
    let choices =
      templateCount == 0
      ? [Int64](repeating: 0, count: count) : try IntegerDecoder.values(count, from: &reader)
    var literalCount = 0
    for choice in choices {
      guard choice >= 0, choice <= templateCount else {
        throw .damaged("a text has a template that is not there", at: offset)
      }
      if choice == templateCount { literalCount += 1 }
    }
    let literals = try literals(literalCount, byteLimit: byteLimit, from: &reader)

    var ends: [Int] = []
    ends.reserveCapacity(count)
    var starts = [[Int]](repeating: [], count: templateCount)
    var (end, literal) = (0, 0)
    for choice in choices {
      if choice == templateCount {
        end += literals.range(at: literal).count
        literal += 1
      } else {
        starts[Int(choice)].append(end)
        end += templates[Int(choice)].skeleton.count
      }
      guard end <= byteLimit else { throw tooLong(at: offset) }
      ends.append(end)
    }
    if literalCount == count { return literals }

    var bytes = [UInt8](repeating: 0, count: end)
    literal = 0
    for row in choices.indices where choices[row] == templateCount {
      let range = literals.range(at: literal)
      copy(literals.bytes.rawSpan.extracting(range), to: ends[row] - range.count, in: &bytes)
      literal += 1
    }
    for index in 0..<templateCount where !starts[index].isEmpty {
      let skeleton = templates[index].skeleton
      for start in starts[index] { copy(skeleton.rawSpan, to: start, in: &bytes) }
      let fields = try FieldDecoder(templates[index], starts: starts[index], from: &reader)
      try fields.fill(&bytes, from: &reader)
    }
    return ColumnTexts(bytes: bytes, ends: ends)
  }

  /// Reads the texts that have no template.
  private static func literals(
    _ count: Int, byteLimit: Int, from reader: inout ChunkReader
  ) throws(FormatFault) -> ColumnTexts {
    guard count > 0 else { return ColumnTexts() }
    let offset = reader.offset
    var ends = try IntegerDecoder.values(count, from: &reader).map { Int($0) }
    var end = 0
    for index in ends.indices {
      guard ends[index] >= 0, ends[index] <= byteLimit - end else { throw tooLong(at: offset) }
      end += ends[index]
      ends[index] = end
    }
    guard end > 0 else { return ColumnTexts(bytes: [], ends: ends) }
    let blockByteCount = try reader.count(in: 0...Int(Int32.max))
    if blockByteCount == 0 {
      var bytes = [UInt8](repeating: 0, count: end)
      copy(try reader.take(end), to: 0, in: &bytes)
      return ColumnTexts(bytes: bytes, ends: ends)
    }
    let block = try reader.take(blockByteCount)
    guard let bytes = LZ4Block.expand(block, to: end) else {
      throw .damaged("a column's LZ4 block is damaged", at: offset)
    }
    return ColumnTexts(bytes: bytes, ends: ends)
  }

  private static func copy(_ source: RawSpan, to start: Int, in bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe memcpy(to + start, from, source.count)
      }
    }
  }

  private static func tooLong(at offset: Int) -> FormatFault {
    .damaged("the texts are longer than is allowed", at: offset)
  }
}
