@_spi(Tuning) import PointsLedger

/// A till that posts one entry after the other, each durable before the next. It measures posts per
/// second and memory.
enum Till {
  static let command = "till-side"

  /// Posts for `seconds` seconds in a child process. Prints the rate of each second, the median,
  /// and the peak of anonymous memory.
  ///
  /// - Parameter file: The file that the ledger was made from; the posts go to its members, spread
  ///   over the whole file. Nil: a new ledger and ten thousand members.
  static func start(path: String, seconds: Int, file: String?) {
    let child = ChildProcess([command, path, String(seconds)] + (file.map { [$0] } ?? []))
    child.follow { print($0) }
    print("\(Table.number(child.peakAnonymous)) MiB of anonymous memory")
  }

  static func run(path: String, seconds count: Int, file: String?) throws {
    Ledger.boundHeap()
    let rows = file.map { RowFile($0) }
    let ledger = rows == nil ? try Ledger.create(at: path) : try Ledger.open(at: path)
    // The references must differ from those of another run.
    let session = UInt32.random(in: 0...UInt32.max)
    let clock = ContinuousClock()
    var rates: [Double] = []
    var number = 0
    for second in 0..<count {
      let start = clock.now
      let first = number
      while start.duration(to: clock.now) < .seconds(1) {
        let member = rows.map { nextMember(of: $0) } ?? "m\(number % 10_000)"
        guard let member = MemberIdentifier(member),
          let reference = Reference("S999-T3-\(session)-\(number)")
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

  /// Returns the member of a row further on in the file.
  private static func nextMember(of rows: RowFile) -> String {
    for _ in 0..<96 { _ = rows.nextRow() }
    if let row = rows.nextRow() { return row.member.string }
    fatalError("the file ends too soon")
  }
}
