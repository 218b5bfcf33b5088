@_spi(Tuning) import PointsLedger

/// The ledger as a shop's developer would use it.
struct LedgerSide: Side {
  let path: String

  func importFile(_ file: String, progress: (Int) -> Void) throws -> ImportCounts {
    Ledger.boundHeap()
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.create(at: path, options: options)
    let result = withoutActuallyEscaping(progress) { progress in
      var importer = Importer(into: ledger)
      importer.onProgress = { progress($0.rows) }
      return importer.run(format: .csv, source: InputFile(file).source)
    }
    guard case .finished = result.end else { fatalError("the import ended with \(result.end)") }
    progress(result.rows)
    try ledger.close()
    return ImportCounts(
      rows: result.rows, posted: result.posted, refused: result.refused,
      duplicates: result.duplicates)
  }

  func open(member: String, asOf time: Int64) throws -> Double {
    let (member, time) = (Self.identifier(member), Self.instant(time))
    var ledger: Ledger?
    let duration = try seconds {
      let opened = try Ledger.open(at: path)
      _ = try opened.balance(of: member, asOf: time)
      ledger = opened
    }
    try ledger?.close()
    return duration
  }

  func lookups(of survey: Survey) throws -> Lookups {
    let ledger = try Ledger.open(at: path)
    let members = survey.members.map(Self.identifier)
    let references = survey.references.map(Self.reference)
    let end = Self.instant(survey.end)
    let lookups = Lookups(
      balance: try Lookups.time(members.count) {
        _ = try ledger.balance(of: members[$0], asOf: end)
      },
      regular: try Lookups.time(survey.regulars.count) {
        _ = try ledger.balance(of: members[$0], asOf: end)
      },
      reference: try Lookups.time(references.count) {
        guard try ledger.entry(reference: references[$0]) != nil else {
          fatalError("\(references[$0]) is missing")
        }
      })
    try ledger.close()
    return lookups
  }

  func durablePosts(_ count: Int) throws -> Double {
    let ledger = try Ledger.open(at: path)
    let time = try seconds {
      for number in 0..<count {
        let answer = try ledger.post(
          .earn(
            10, for: Self.identifier("durable-\(number % 100)"),
            reference: Self.reference("durable/\(number)")))
        guard case .posted = answer else { fatalError("post \(number) failed") }
      }
    }
    try ledger.close()
    return time / Double(count) * 1e6
  }

  func redemptions(fromLots lots: Int) throws -> Double {
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.create(at: path, options: options)
    let member = Self.identifier("many")
    for number in 0..<lots {
      let expires = Self.instant(4_000_000_000_000 + Int64(number) * 1_000)
      _ = try ledger.post(
        .earn(10, for: member, reference: Self.reference("lot/\(number)"), expires: expires))
    }
    var times: [Double] = []
    for number in 0..<1_000 {
      let reference = Self.reference("take/\(number)")
      times.append(
        try seconds {
          let answer = try ledger.post(.redeem(7, from: member, reference: reference))
          guard case .posted = answer else { fatalError("\(reference) failed") }
        })
    }
    try ledger.close()
    return median(times) * 1e6
  }

  static func identifier(_ text: String) -> MemberIdentifier {
    guard let identifier = MemberIdentifier(text) else { fatalError("\(text) is no identifier") }
    return identifier
  }

  static func instant(_ milliseconds: Int64) -> Instant {
    guard let instant = Instant(milliseconds: milliseconds) else {
      fatalError("\(milliseconds) is no instant")
    }
    return instant
  }

  private static func reference(_ text: String) -> Reference {
    guard let reference = Reference(text) else { fatalError("\(text) is no reference") }
    return reference
  }
}
