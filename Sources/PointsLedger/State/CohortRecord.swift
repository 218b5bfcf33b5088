/// What became, by the cut, of the points of a unit that originate in one month.
struct CohortRecord: StateValue {
  var sums = CohortSums()
  /// By months since the month of issue.
  var redeemedByAge: [Int64] = []
  var restoredByAge: [Int64] = []

  static let placeholder = CohortRecord()

  /// The key of a unit's month, which has a number as in `CalendarPeriod`.
  static func key(unit: UInt8, month: Int) -> UInt64 {
    UInt64(unit) << 32 | UInt64(UInt32(truncatingIfNeeded: month))
  }

  /// The unit and the month of a key.
  static func place(of key: UInt64) -> (unit: UInt8, month: Int) {
    (UInt8(truncatingIfNeeded: key >> 32), Int(UInt32(truncatingIfNeeded: key)))
  }

  init() {}

  func encode(into out: inout ByteWriter) {
    let sums = [
      sums.issued, sums.restored, sums.adjusted, sums.reissued, sums.redeemed, sums.expired,
      sums.clawedBack, sums.arrears,
    ]
    for sum in sums { out.zigzag(sum.minorUnits) }
    for list in [redeemedByAge, restoredByAge] {
      out.varint(UInt64(list.count))
      for points in list { out.zigzag(points) }
    }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    sums.issued = Points(minorUnits: try reader.zigzag())
    sums.restored = Points(minorUnits: try reader.zigzag())
    sums.adjusted = Points(minorUnits: try reader.zigzag())
    sums.reissued = Points(minorUnits: try reader.zigzag())
    sums.redeemed = Points(minorUnits: try reader.zigzag())
    sums.expired = Points(minorUnits: try reader.zigzag())
    sums.clawedBack = Points(minorUnits: try reader.zigzag())
    sums.arrears = Points(minorUnits: try reader.zigzag())
    for _ in 0..<(try reader.count(atLeast: 1)) { redeemedByAge.append(try reader.zigzag()) }
    for _ in 0..<(try reader.count(atLeast: 1)) { restoredByAge.append(try reader.zigzag()) }
  }
}
