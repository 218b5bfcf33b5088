import PointsLedger

/// The ledger as a shop's developer would use it.
struct LedgerSide: Side {
  let path: String

  func importAll(_ file: String, progress: (Int) -> Void) throws {
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.create(at: path, options: options)
    let rows = RowFile(file)
    try withoutActuallyEscaping(progress) { progress in
      var importer = Importer(into: ledger)
      importer.onProgress = { progress($0.rows) }
      let result = importer.run(format: .csv, source: rows.source)
      guard case .finished = result.end else { fatalError("the import ended: \(result.end)") }
    }
    try ledger.close()
  }

  func balances(asOf time: Int64, _ visit: (String, Int64) -> Void) throws {
    let ledger = try Ledger.openForReading(at: path)
    for account in try ledger.balances(asOf: Instant(milliseconds: time)) {
      visit(account.member.description, account.balance.available.minorUnits)
    }
    try ledger.close()
  }

  func open(_ member: String) throws -> Int64 {
    let ledger = try Ledger.openForReading(at: path)
    defer { try? ledger.close() }
    return try ledger.balance(of: Self.member(member)).available.minorUnits
  }

  func lookUp(
    _ members: [String], _ references: [String], at time: Int64
  ) throws -> (Double, Double) {
    let ledger = try Ledger.open(at: path)
    let members = members.map(Self.member)
    let references = references.map(Self.reference)
    let time = Instant(milliseconds: time)
    var sum: Int64 = 0
    func lookUp() throws {
      for member in members {
        sum &+= try ledger.balance(of: member, asOf: time).available.minorUnits
      }
    }
    try lookUp()
    let byMember = try seconds(lookUp)
    let byReference = try seconds {
      for reference in references { sum &+= try ledger.entry(reference: reference) == nil ? 0 : 1 }
    }
    try ledger.close()
    guard sum > 0 else { fatalError("nothing was found") }
    return (byMember / Double(members.count), byReference / Double(references.count))
  }

  func durablePosts(_ count: Int) throws -> Double {
    let ledger = try Ledger.open(at: path)
    let posts = (0..<count).map {
      Post.earn(
        10, for: Self.member("durable-\($0 % 100)"), reference: Self.reference("durable/\($0)"))
    }
    let time = try seconds { for post in posts { _ = try ledger.post(post) } }
    try ledger.close()
    return time / Double(count)
  }

  func size() throws -> (history: Int, index: Int) {
    let ledger = try Ledger.openForReading(at: path)
    defer { try? ledger.close() }
    let info = try ledger.info()
    return (info.bytes - info.indexBytes, info.indexBytes)
  }

  /// Median seconds of a redemption from an account with `lots` living lots, without the sync.
  static func redeem(fromLots lots: Int, path: String) throws -> Double {
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.create(at: path, options: options)
    let member = member("many")
    for number in 0..<lots {
      let expires = Instant(milliseconds: 4_000_000_000_000 + Int64(number) * 1_000)
      _ = try ledger.post(
        .earn(10, for: member, reference: reference("lot/\(number)"), expires: expires))
    }
    var times: [Double] = []
    for number in 0..<1_000 {
      let post = Post.redeem(7, from: member, reference: reference("take/\(number)"))
      times.append(try seconds { _ = try ledger.post(post) })
    }
    try ledger.close()
    return median(times)
  }

  private static func member(_ text: String) -> MemberIdentifier {
    guard let member = MemberIdentifier(text) else { fatalError("\(text) is no member") }
    return member
  }

  private static func reference(_ text: String) -> Reference {
    guard let reference = Reference(text) else { fatalError("\(text) is no reference") }
    return reference
  }
}
