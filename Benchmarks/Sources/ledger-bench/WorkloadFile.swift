import Glibc
import PointsLedger

/// A deterministic stream of earns and redemptions over many members, as a CSV file.
enum WorkloadFile {
  /// 84 of 100 rows earn, the others redeem; members are drawn with a skew; two years.
  static func write(_ path: String, rows: Int, members: Int, seed: UInt64) {
    guard let file = fopen(path, "w") else { fatalError("\(path) cannot be written") }
    fputs("time,kind,member,points,reference,location,expires\n", file)
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
    for index in 0..<rows {
      let time = start + Int64(index) * 730 * day / Int64(rows)
      // The product of two draws favours low numbers.
      let member = Int(next() % UInt64(members)) * Int(next() % 1_000) / 1_000
      let isEarn = next() % 100 < 84
      let points = next() % 50 + 1
      let till = "S\(101 + next() % 50)"
      let expires = isEarn ? Instant(clampingMilliseconds: (time / day + 366) * day).description : ""
      fputs(
        "\(Instant(clampingMilliseconds: time)),\(isEarn ? "earn" : "redeem"),"
          + "\(2_900_000_000 + member),\(points),\(till)-T3-\(1_000_000_000 + index),\(till)/T3,"
          + "\(expires)\n", file)
    }
    fclose(file)
  }
}

extension Instant {
  fileprivate init(clampingMilliseconds milliseconds: Int64) {
    guard let instant = Instant(milliseconds: milliseconds) else { fatalError("out of range") }
    self = instant
  }
}
