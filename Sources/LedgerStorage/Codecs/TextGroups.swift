/// The texts of a template in groups whose texts differ only in the last field: for example the
/// references of one till, whose numbers count up while those of other tills lie between them.
struct TextGroups {
  /// The most groups.
  private static let limit = 512

  /// The group of each text; groups are in the order of their fields' numbers.
  let indexes: [Int64]
  /// The start in the bytes of some text of each group.
  private(set) var starts: [Int]
  /// The last field of the first text of each group, in the order of these texts.
  private(set) var firsts: [Int64] = []
  /// The last fields of the other texts, each minus that of the text before it in its group.
  private(set) var differences: [Int64] = []

  /// Nil unless the template has two or more fields, all of them decimal, and all but the last have
  /// at most 18 digits in total; nil also if there are too many groups.
  ///
  /// - Parameters:
  ///   - starts: The starts of the texts in the bytes.
  ///   - last: The numbers of the last field.
  init?(of template: TextTemplate, _ bytes: RawSpan, _ starts: [Int], last: [Int64]) {
    guard let fields = Self.fields(of: template) else { return nil }
    var keys: [Int64] = []
    keys.reserveCapacity(starts.count)
    for start in starts {
      var key: Int64 = 0
      for field in fields {
        let number = DecimalText.value(bytes, at: start + field.offset, width: field.width)
        key = key * field.scale + number
      }
      keys.append(key)
    }
    guard var groups = DistinctIntegers(keys.span, limit: Self.limit) else { return nil }
    groups.sort()
    indexes = groups.indexes
    self.starts = [Int](repeating: -1, count: groups.distinct.count)
    differences.reserveCapacity(starts.count)
    var previous = [Int64](repeating: 0, count: groups.distinct.count)
    for row in starts.indices {
      let group = Int(indexes[row])
      if self.starts[group] < 0 {
        self.starts[group] = starts[row]
        firsts.append(last[row])
      } else {
        differences.append(last[row] &- previous[group])
      }
      previous[group] = last[row]
    }
  }

  private static func fields(
    of template: TextTemplate
  ) -> [(offset: Int, width: Int, scale: Int64)]? {
    var fields: [(offset: Int, width: Int, scale: Int64)] = []
    for part in template.parts {
      switch part {
      case .literal: break
      case .digits(let offset, let width):
        var scale: Int64 = 1
        for _ in 0..<width { scale *= 10 }
        fields.append((offset, width, scale))
      case .uuid: return nil
      }
    }
    guard fields.popLast() != nil, !fields.isEmpty,
      fields.reduce(0, { $0 + $1.width }) <= ChunkLimits.fieldDigits
    else { return nil }
    return fields
  }
}
