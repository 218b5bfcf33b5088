/// What the reports by cohorts need of a debt: one that is not paid by the cut, or that an
/// adjustment left, which can be reversed.
struct OpenDebtRecord: StateValue {
  /// Points of one origin that paid.
  struct Paid {
    var origin: UInt64
    var points: Int64
  }

  /// The credit whose points are owed, or else the entry that left the debt.
  var origin: UInt64 = 0
  /// Whether the points count as adjusted rather than clawed back.
  var isAdjusted = false
  /// What is neither paid nor cancelled.
  var points: Int64 = 0
  var cancelled: Int64 = 0
  /// In the order of the payments; empty unless the debt can be reversed.
  var paid: [Paid] = []

  static let placeholder = OpenDebtRecord()

  init() {}

  func encode(into out: inout ByteWriter) {
    out.varint(origin)
    out.byte(isAdjusted ? 1 : 0)
    out.zigzag(points)
    out.zigzag(cancelled)
    out.varint(UInt64(paid.count))
    for part in paid {
      out.varint(part.origin)
      out.zigzag(part.points)
    }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    origin = try reader.varint()
    isAdjusted = try reader.byte() == 1
    points = try reader.zigzag()
    cancelled = try reader.zigzag()
    for _ in 0..<(try reader.count(atLeast: 2)) {
      paid.append(Paid(origin: try reader.varint(), points: try reader.zigzag()))
    }
  }
}
