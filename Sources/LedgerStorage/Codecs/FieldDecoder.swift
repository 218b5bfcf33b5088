/// Reads the columns of a template's fields into its texts.
struct FieldDecoder {
  private let template: TextTemplate
  /// The starts of the template's texts in the bytes.
  private let starts: [Int]
  /// The group of each text; nil if there are no groups.
  private let groups: [Int64]?
  private let groupCount: Int

  /// Reads how the columns are stored.
  ///
  /// - Parameter starts: The starts of the texts in the bytes; at least one.
  init(
    _ template: TextTemplate, starts: [Int], from reader: inout ChunkReader
  ) throws(FormatFault) {
    self.template = template
    self.starts = starts
    let offset = reader.offset
    switch FieldMethod(rawValue: try reader.byte()) {
    case .plain:
      groups = nil
      groupCount = 0
    case .grouped:
      guard case .digits = template.lastField else {
        throw .damaged("texts without a last number are in groups", at: offset)
      }
      groupCount = try reader.count(in: 1...starts.count)
      let indexes = try IntegerDecoder.values(starts.count, from: &reader)
      var isUsed = [Bool](repeating: false, count: groupCount)
      for index in indexes {
        guard index >= 0, index < groupCount else {
          throw .damaged("a text is in a group that is not there", at: offset)
        }
        isUsed[Int(index)] = true
      }
      guard isUsed.allSatisfy({ $0 }) else {
        throw .damaged("a group has no texts", at: offset)
      }
      groups = indexes
    case nil: throw .damaged("a template's fields have no known method", at: offset)
    }
  }

  /// Writes the numbers of the fields over the digits of the texts.
  func fill(_ bytes: inout [UInt8], from reader: inout ChunkReader) throws(FormatFault) {
    for part in template.parts {
      let offset = reader.offset
      let isRight: Bool
      switch part {
      case .literal: continue
      case .digits(let place, let width):
        let numbers =
          part == template.lastField ? try lastColumn(from: &reader) : try column(from: &reader)
        isRight = DecimalText.write(numbers, width: width, at: place, starts: starts, into: &bytes)
      case .uuid(let place):
        let times = try column(from: &reader)
        let middles = try column(from: &reader)
        let rests = try column(from: &reader)
        isRight = UUIDText.write(
          times: times, middles: middles, rests: rests, at: place, starts: starts, into: &bytes)
      }
      guard isRight else { throw .damaged("a number is too large for its field", at: offset) }
    }
  }

  /// The numbers of a field that is not the last, one for each text.
  private func column(from reader: inout ChunkReader) throws(FormatFault) -> [Int64] {
    guard let groups else { return try IntegerDecoder.values(starts.count, from: &reader) }
    let numbers = try IntegerDecoder.values(groupCount, from: &reader)
    return groups.map { numbers[Int($0)] }
  }

  /// The numbers of the last field, one for each text.
  private func lastColumn(from reader: inout ChunkReader) throws(FormatFault) -> [Int64] {
    guard let groups else { return try IntegerDecoder.values(starts.count, from: &reader) }
    let firsts = try IntegerDecoder.values(groupCount, from: &reader)
    let differences = try IntegerDecoder.values(starts.count - groupCount, from: &reader)
    var column: [Int64] = []
    column.reserveCapacity(starts.count)
    var previous = [Int64](repeating: 0, count: groupCount)
    var isBegun = [Bool](repeating: false, count: groupCount)
    var (first, difference) = (0, 0)
    for index in groups {
      let group = Int(index)
      if isBegun[group] {
        previous[group] &+= differences[difference]
        difference += 1
      } else {
        previous[group] = firsts[first]
        isBegun[group] = true
        first += 1
      }
      column.append(previous[group])
    }
    return column
  }
}
