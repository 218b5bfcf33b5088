import Glibc
import PointsLedger

/// A till that posts one entry after the other, each durable before the next: how many a second.
enum Till {
  /// Posts to a new ledger for some seconds; prints the rate of each second, and the median.
  static func run(path: String, seconds count: Int) throws {
    let ledger = try Ledger.create(at: path)
    let clock = ContinuousClock()
    var rates: [Double] = []
    var number = 0
    for second in 0..<count {
      let start = clock.now
      let first = number
      while start.duration(to: clock.now) < .seconds(1) {
        guard let member = MemberIdentifier("m\(number % 10_000)"),
          let reference = Reference("S012-T3-\(1_000_000_000 + number)")
        else { fatalError("the workload is malformed") }
        _ = try ledger.post(.earn(10, for: member, reference: reference))
        number += 1
      }
      rates.append(Double(number - first))
      print("second \(second): \(number - first)")
    }
    try ledger.close()
    print("\(number) posts, \(Int(median(rates))) a second in the median")
  }
}
