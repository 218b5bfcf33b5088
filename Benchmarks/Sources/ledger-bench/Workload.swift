import Glibc

/// A deterministic stream of earns, redemptions and adjustments over many members and two years, as
/// a CSV file.
///
/// Of 100 rows, 84 earn, 14 redeem and 2 adjust. The draw of members is skewed. Points expire at
/// the 366th midnight after they were earned; those of about half of the positive adjustments never
/// expire. A few redemptions ask for too much, and about one row in a thousand is a retry of the
/// row before.
struct Workload {
  private static let start: Int64 = 1_704_067_200_000
  private static let stores = 50
  private static let tillsOfStore = 4

  private var state: UInt64
  private var running: [Int]

  init(seed: UInt64) {
    state = seed
    running = (0..<Self.stores * Self.tillsOfStore).map { 1_000 + $0 * 4_321 }
  }

  mutating func write(rows count: Int, members: Int, to path: String) {
    guard let file = fopen(path, "wx") else { fatalError("\(path) cannot be made") }
    var text = "\(RowFile.header)\n"
    var line = ""
    for index in 0..<count {
      let time = Self.start + Int64(index) * 730 * CivilTime.day / Int64(count)
      if index == 0 || next(below: 1_000) > 0 { line = row(at: time, members: members) }
      text += line
      if text.utf8.count > 60_000 || index == count - 1 {
        text.withBytes { _ = fwrite($0.start, 1, $0.count, file) }
        text = ""
      }
    }
    guard fclose(file) == 0 else { fatalError("\(path) cannot be written") }
  }

  private mutating func row(at time: Int64, members: Int) -> String {
    let till = next(below: running.count)
    running[till] += 1
    // The product of two draws favours low numbers.
    let member = 2_900_000_000 + next(below: members) * next(below: 1_000) / 1_000
    let choice = next(below: 100)
    let kind = choice < 84 ? "earn" : choice < 98 ? "redeem" : "adjust"
    var points = next(below: 50) + 1
    var reason = ""
    if kind == "redeem" { points *= 4 }
    if kind == "adjust" {
      reason = choice == 98 ? "goodwill" : "booked twice"
      if choice == 99 { points = -points }
    }
    let ends = kind == "earn" || choice == 98 && next(below: 2) == 0
    let expires =
      ends ? CivilTime.text(milliseconds: (time / CivilTime.day + 367) * CivilTime.day) : ""
    let store = 1_001 + till / Self.tillsOfStore
    let place = (store: "S\(String(store).dropFirst())", till: "T\(till % Self.tillsOfStore + 1)")
    let number = String(10_000_000_000 + running[till]).dropFirst()
    return "\(CivilTime.text(milliseconds: time)),\(kind),\(member),\(points),"
      + "\(place.store)-\(place.till)-\(number),\(place.store)/\(place.till),\(expires),\(reason)\n"
  }

  private mutating func next(below bound: Int) -> Int {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}
