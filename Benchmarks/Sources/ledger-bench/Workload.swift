import PointsLedger

/// A deterministic stream of earns and redemptions over many members.
struct Workload {
  struct Row {
    var isEarn: Bool
    var member: String
    var points: Int64
    var reference: String
    /// Milliseconds since 1970.
    var time: Int64
    var expires: Int64
  }

  let rows: [Row]

  /// 84 of 100 rows earn, the others redeem; members are drawn with a skew; two years.
  init(rows count: Int, members: Int, seed: UInt64) {
    var random = seed
    func next() -> UInt64 {
      random = random &+ 0x9E37_79B9_7F4A_7C15
      var z = random
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    let day: Int64 = 86_400_000
    let start: Int64 = 1_704_067_200_000
    rows = (0..<count).map { index in
      let time = start + Int64(index) * 730 * day / Int64(count)
      // The product of two draws favours low numbers.
      let member = Int(next() % UInt64(members)) * Int(next() % 1_000) / 1_000
      let isEarn = next() % 100 < 84
      return Row(
        isEarn: isEarn, member: String(2_900_000_000 + member),
        points: Int64(next() % 50) + 1, reference: "S012-T3-\(1_000_000_000 + index)", time: time,
        expires: (time / day + 366) * day)
    }
  }
}
