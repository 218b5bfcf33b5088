import Glibc
import PointsLedger

/// Measures both sides on one file.
enum Bench {
  static func side(_ name: String, _ path: String) -> any Side {
    switch name {
    case "ledger": LedgerSide(path: path)
    case "sqlite": SQLiteSide(path: path)
    default: fatalError("\(name) is no side: ledger or sqlite")
    }
  }

  /// - Parameter isLarge: Tells of each million rows, and leaves the durable posts out.
  static func round(
    _ directory: String, _ file: String, isLarge: Bool, into table: inout Comparison
  ) throws {
    let ledger = LedgerSide(path: "\(directory)/ledger")
    let sqlite = SQLiteSide(path: "\(directory)/sqlite.db")
    let sample = try Sample(file)
    let imports = [("ledger", ledger.path), ("sqlite", sqlite.path)].map {
      Child.run($0.0, path: $0.1, file: file, isTold: isLarge)
    }
    let rows = Double(sample.rowCount)
    table.add(
      "import of \(sample.rowCount) rows, closed", "rows/s", isRate: true,
      rows / imports[0].seconds, rows / imports[1].seconds)
    let mebi = 1_048_576.0
    table.add(
      "most anonymous memory of the import", "MiB", Double(imports[0].peakBytes) / mebi,
      Double(imports[1].peakBytes) / mebi)
    let sizes = (try ledger.size(), try sqlite.size())
    table.add(
      "size, all of it", "B/row", Double(sizes.0.history + sizes.0.index) / rows,
      Double(sizes.1.history) / rows)
    table.add("size without what can be made again", "B/row", Double(sizes.0.history) / rows, nil)
    try compare(ledger, sqlite, at: sample.lastTime)

    let opens = (0..<9).map { number in
      (
        seconds { _ = try? ledger.open(sample.members[number]) } * 1e3,
        seconds { _ = try? sqlite.open(sample.members[number]) } * 1e3
      )
    }
    table.add(
      "opening, and a first balance", "ms", median(opens.map(\.0)), median(opens.map(\.1)))
    let lookups = (
      try ledger.lookUp(sample.members, sample.references, at: sample.lastTime),
      try sqlite.lookUp(sample.members, sample.references, at: sample.lastTime)
    )
    table.add("a member's balance", "us", lookups.0.0 * 1e6, lookups.1.0 * 1e6)
    table.add("whether a reference is known, and its entry", "us", lookups.0.1 * 1e6, lookups.1.1 * 1e6)
    if isLarge { return }
    table.add(
      "one durable post at a time", "us", try ledger.durablePosts(1_000) * 1e6,
      try sqlite.durablePosts(1_000) * 1e6)
    table.add(
      "a redemption from an account of 10000 lots", "us",
      try LedgerSide.redeem(fromLots: 10_000, path: "\(directory)/lots") * 1e6, nil)
  }

  private static func compare(_ ledger: LedgerSide, _ sqlite: SQLiteSide, at time: Int64) throws {
    var balances: [String: Int64] = [:]
    try ledger.balances(asOf: time) { balances[$0] = $1 }
    var count = 0
    try sqlite.balances(asOf: time) { member, points in
      count += 1
      guard balances[member] == points else {
        fatalError("\(member) has \(points) in SQLite, \(balances[member] ?? 0) in the ledger")
      }
    }
    guard count == balances.count else { fatalError("one side has more members") }
    say("the balances of \(count) members agree")
  }
}

/// Some of a file's members and references, and how long it is.
private struct Sample {
  var members: [String] = []
  var references: [String] = []
  var rowCount = 0
  var lastTime: Int64 = 0

  init(_ file: String) throws {
    var random: UInt64 = 7
    try RowFile(file).forEach { post in
      rowCount += 1
      lastTime = post.occurred?.milliseconds ?? lastTime
      guard let member = post.member, post.kind == .earn else { return }
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // A reservoir: each row has the same chance to stay.
      if members.count < 20_000 {
        members.append(member.description)
        references.append(post.reference.description)
      } else if case let place = Int((random >> 11) % UInt64(rowCount)), place < members.count {
        members[place] = member.description
        references[place] = post.reference.description
      }
    }
    guard members.count > 9 else { fatalError("\(file) has too few rows") }
  }
}
