import PointsLedger

/// The ledger as a shop's developer would use it.
struct LedgerSide {
  let path: String

  /// Imports the rows in batches; returns seconds, made durable at the end.
  func importAll(_ workload: Workload) throws -> Double {
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.create(at: path, options: options)
    let time = try seconds {
      var batch: [Post] = []
      for row in workload.rows {
        batch.append(Self.post(row))
        if batch.count == 512 {
          _ = try ledger.post(batch)
          batch.removeAll(keepingCapacity: true)
        }
      }
      _ = try ledger.post(batch)
      try ledger.sync()
    }
    try ledger.close()
    return time
  }

  /// What each card could spend at an instant.
  func balances(asOf time: Int64) throws -> [String: Int64] {
    let ledger = try Ledger.openForReading(at: path)
    var balances: [String: Int64] = [:]
    for account in try ledger.balances(asOf: Instant(milliseconds: time)) {
      balances[account.member.description] = account.balance.available.minorUnits
    }
    return balances
  }

  static func post(_ row: Workload.Row) -> Post {
    guard let member = MemberIdentifier(row.member), let reference = Reference(row.reference),
      let time = Instant(milliseconds: row.time), let expires = Instant(milliseconds: row.expires)
    else { fatalError("the workload is malformed") }
    let points = Points(minorUnits: row.points)
    return row.isEarn
      ? .earn(points, for: member, reference: reference, expires: expires, occurred: time)
      : .redeem(points, from: member, reference: reference, occurred: time)
  }

  /// Microseconds a durable post, one at a time.
  func durablePosts(_ count: Int) throws -> Double {
    let ledger = try Ledger.open(at: path)
    var posts: [Post] = []
    for number in 0..<count {
      guard let member = MemberIdentifier("durable-\(number % 100)"),
        let reference = Reference("durable/\(number)")
      else { fatalError("the workload is malformed") }
      posts.append(.earn(10, for: member, reference: reference))
    }
    let time = try seconds { for post in posts { _ = try ledger.post(post) } }
    try ledger.close()
    return time / Double(count) * 1e6
  }

  /// Median microseconds of a redemption from an account with `lots` living lots, without the
  /// sync.
  func redeem(fromLots lots: Int) throws -> Double {
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.create(at: path, options: options)
    guard let member = MemberIdentifier("many") else { fatalError("the workload is malformed") }
    for number in 0..<lots {
      guard let reference = Reference("lot/\(number)"),
        let expires = Instant(milliseconds: 4_000_000_000_000 + Int64(number) * 1_000)
      else { fatalError("the workload is malformed") }
      _ = try ledger.post(.earn(10, for: member, reference: reference, expires: expires))
    }
    var times: [Double] = []
    for number in 0..<1_000 {
      guard let reference = Reference("take/\(number)") else { fatalError("malformed") }
      times.append(try seconds { _ = try ledger.post(.redeem(7, from: member, reference: reference)) })
    }
    try ledger.close()
    return median(times) * 1e6
  }
}
