/// Writes the columns of a template's fields.
enum FieldEncoder {
  /// Appends the columns of the texts of a template; nothing if there are no texts.
  ///
  /// - Parameter starts: The starts of the texts in the bytes.
  static func encode(
    _ template: TextTemplate, _ bytes: RawSpan, _ starts: [Int],
    integers: inout IntegerEncoder, into out: inout [UInt8]
  ) {
    guard !starts.isEmpty else { return }
    guard case .digits(let offset, let width) = template.lastField else {
      out.append(FieldMethod.plain.rawValue)
      for part in template.parts {
        encode(part, bytes, starts, integers: &integers, into: &out)
      }
      return
    }
    let last = starts.map { DecimalText.value(bytes, at: $0 + offset, width: width) }
    let others = template.parts.filter { $0 != template.lastField }
    if let groups = TextGroups(of: template, bytes, starts, last: last), isWorthwhile(groups, last)
    {
      out.append(FieldMethod.grouped.rawValue)
      out.append(varint: UInt64(groups.starts.count))
      integers.encode(groups.indexes.span, choices: .indexes, into: &out)
      for part in others {
        encode(part, bytes, groups.starts, integers: &integers, into: &out)
      }
      integers.encode(groups.firsts.span, into: &out)
      integers.encode(groups.differences.span, into: &out)
    } else {
      out.append(FieldMethod.plain.rawValue)
      for part in others {
        encode(part, bytes, starts, integers: &integers, into: &out)
      }
      integers.encode(last.span, into: &out)
    }
  }

  /// Whether groups make the last field smaller. The indexes of the groups take about as many bytes
  /// as the other fields would.
  private static func isWorthwhile(_ groups: TextGroups, _ last: [Int64]) -> Bool {
    let grouped =
      IntegerEncoder.byteCount(groups.firsts.span)
      + IntegerEncoder.byteCount(groups.differences.span)
    // 16 bytes for the headers of the streams that a plain field does not have.
    return grouped + 16 < IntegerEncoder.byteCount(last.span)
  }

  /// Appends the columns of a part.
  private static func encode(
    _ part: TextTemplate.Part, _ bytes: RawSpan, _ starts: [Int],
    integers: inout IntegerEncoder, into out: inout [UInt8]
  ) {
    switch part {
    case .literal: break
    case .digits(let offset, let width):
      let column = starts.map { DecimalText.value(bytes, at: $0 + offset, width: width) }
      integers.encode(column.span, into: &out)
    case .uuid(let offset):
      var (times, middles, rests): ([Int64], [Int64], [Int64]) = ([], [], [])
      times.reserveCapacity(starts.count)
      middles.reserveCapacity(starts.count)
      rests.reserveCapacity(starts.count)
      for start in starts {
        // The finder has read the same bytes as a UUID before.
        guard let numbers = UUIDText.numbers(bytes, at: start + offset) else { continue }
        times.append(Int64(bitPattern: numbers.time))
        middles.append(Int64(bitPattern: numbers.middle))
        rests.append(Int64(bitPattern: numbers.rest))
      }
      integers.encode(times.span, into: &out)
      integers.encode(middles.span, into: &out)
      integers.encode(rests.span, into: &out)
    }
  }
}
