import Foundation
import LedgerTestSupport
import PointsLedger
import Testing

/// The programs of the articles in PointsLedger.docc: compiled here, and run.
final class ArticleTests {
  private let scratch: TestDirectory
  /// Where the programs find their ledger, or make it.
  private var path: String { scratch.path + "/shop" }
  private var printed: [String] = []

  init() throws { scratch = try TestDirectory() }

  private func print(_ items: Any...) {
    printed.append(items.map { "\($0)" }.joined(separator: " "))
  }

  @Test("the programs of the articles are those that are compiled here")
  func articlesShowWhatIsCompiled() throws {
    let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
    let names = try Article.names()
    #expect(names.count > 6)
    for name in names {
      let programs = try Article(name).programs
      #expect(!programs.isEmpty && programs == Article.programs(of: name, in: source), "\(name)")
    }
  }

  @Test("the first page: earn, redeem, ask for the balance, lots and history")
  func overview() throws {
    // Article: PointsLedger
    let ledger = try Ledger.open(at: path, creatingWith: [.points])
    let card: MemberIdentifier = "4711"

    _ = try ledger.post(.earn(120, for: card, reference: "S012/T3/000451"))
    let answer = try ledger.post(.redeem(50, from: card, reference: "S012/T3/000452"))
    print(answer)  // posted: entry 2, redeem, 70 minor units available
    print(try ledger.balance(of: card)?.available ?? 0)  // 70
    // End
    // Article: PointsLedger
    for lot in try ledger.lots(of: card) {
      print(lot.originReference?.description ?? "", lot.remaining)  // S012/T3/000451 70
    }
    for entry in try ledger.history(of: card, limit: 20) {
      print(entry.sequence, entry.kind.name, entry.change, entry.balanceAfter ?? 0)
    }
    // 2 redeem -50 70
    // 1 earn 120 120
    try ledger.close()
    // End
    #expect(try printed == Article("PointsLedger").printed)
  }

  @Test("answers: a retry, a refusal, a conflict, a group")
  func answersAndIdempotency() throws {
    // Article: AnswersAndIdempotency
    let ledger = try Ledger.open(at: path, creatingWith: [.points, UnitDefinition("stamps")])
    let card: MemberIdentifier = "4711"
    let sale = Post.earn(120, for: card, reference: "S012/T3/000451")
    print(try ledger.post(sale))  // posted: entry 2, earn, 120 minor units available
    print(try ledger.post(sale))  // posted before: entry 2, earn, 120 minor units available
    // End
    // Article: AnswersAndIdempotency
    switch try ledger.post(.redeem(500, from: card, reference: "S012/T3/000452")) {
    case .posted(let receipt), .duplicate(let receipt): print("took", receipt.entry.amount)
    case .refused(let refusal): print("no:", refusal.code.name)  // no: insufficientPoints
    }
    // End
    // Article: AnswersAndIdempotency
    let other = try ledger.post(.earn(12, for: card, reference: "S012/T3/000451"))
    if case .referenceConflict(let existing, let differing)? = other.refusal?.code {
      print(existing, differing.map(\.rawValue))  // 2 ["points"]
    }
    // End
    // Article: AnswersAndIdempotency
    func deal() -> Post {
      .earn(60, for: card, reference: "S012/T3/000453", expires: "end-of-month+12mo")
    }
    let (first, again) = (try ledger.post(deal()), try ledger.post(deal()))
    print(first.receipt?.sequence == again.receipt?.sequence)  // true
    // End
    // Article: AnswersAndIdempotency
    let swap = try ledger.post(atomically: [
      .redeem(100, from: card, reference: "S012/T3/000460/points"),
      .earn(1, for: card, reference: "S012/T3/000460/stamp", unit: "stamps"),
    ])
    print(swap.allSatisfy { $0.receipt != nil })  // true
    // End
    #expect(try printed == Article("AnswersAndIdempotency").printed)
  }

  @Test("time: dates of a lot, a late entry, two questions about the past")
  func time() throws {
    // Article: Time
    let ledger = try Ledger.open(at: path, creatingWith: [.points])
    let card: MemberIdentifier = "4711"
    let (bought, june) = (try Instant("2025-01-10T10:00:00Z"), try Instant("2025-06-30"))
    let (spendable, ends) = (try Instant("2025-01-24"), try Instant("2026-01-01"))
    _ = try ledger.post(
      .earn(
        100, for: card, reference: "S1/001", activates: spendable, expires: ends,
        occurred: bought))
    print(try ledger.balance(of: card, asOf: bought)?.pending ?? 0)  // 100
    print(try ledger.balance(of: card, asOf: june)?.available ?? 0)  // 100
    print(try ledger.balance(of: card, asOf: ends)?.available ?? 0)  // 0
    // End
    // Article: Time
    let bonus = try ledger.preview(
      .earn(
        5, for: card, reference: "S1/002", activates: "+14d", expires: "end-of-month+12mo",
        occurred: bought))
    print(bonus.receipt?.entry.post.activates?.description ?? "")  // 2025-01-24T10:00:00Z
    print(bonus.receipt?.entry.post.expires?.description ?? "")  // 2026-02-01T00:00:00Z
    // End
    // Article: Time
    _ = try ledger.post(
      .redeem(30, from: card, reference: "S1/002", occurred: try Instant("2025-06-20")))
    let offline = try ledger.post(
      .redeem(10, from: card, reference: "S2/001", occurred: try Instant("2025-02-01")))
    print(offline.receipt?.entry.isLate ?? false)  // true
    print(offline.receipt?.entry.effective ?? june)  // 2025-06-20T00:00:00Z
    // End
    // Article: Time
    print(try ledger.balance(of: card, asOf: june)?.available ?? 0)  // 60
    let first = SequenceNumber(1)
    print(try ledger.balance(of: card, asOf: june, atSequence: first)?.available ?? 0)  // 100
    // End
    #expect(try printed == Article("Time").printed)
  }

  @Test("durability: posts to a buffered ledger, a sync, a verification")
  func durability() throws {
    // Article: Durability
    var options = Ledger.Options()
    options.durability = .buffered
    let ledger = try Ledger.open(at: path, creatingWith: [.points], options: options)
    let answers = try ledger.post(each: [
      .earn(10, for: "4711", reference: "S012/T3/000453"),
      .earn(20, for: "4712", reference: "S012/T3/000454"),
    ])
    try ledger.sync()
    print(answers.count { $0.receipt != nil })  // 2
    try ledger.close()
    // End
    // Article: Durability
    let report = Ledger.verify(at: path)
    print(report.isSound, report.entries)  // true 3
    // End
    #expect(try printed == Article("Durability").printed)
  }

  @Test("readers: a refresh, a refused post, history and lots")
  func readers() throws {
    // Article: Readers
    let till = try Ledger.open(at: path, creatingWith: [.points])
    let card: MemberIdentifier = "4711"
    _ = try till.post(.earn(120, for: card, reference: "S012/T3/000451"))

    let office = try Ledger.openForReading(at: path)
    _ = try till.post(.redeem(50, from: card, reference: "S012/T3/000452"))
    print(try office.balance(of: card)?.available ?? 0)  // 120
    print(try office.refresh())  // true
    print(try office.balance(of: card)?.available ?? 0)  // 70
    // End
    // Article: Readers
    let refused = try office.post(.earn(1, for: card, reference: "S012/T3/000453"))
    print(refused.refusal?.code.name ?? "")  // ledgerReadOnly
    // End
    // Article: Readers
    for entry in try office.history(of: card, limit: 10) {
      print(entry.sequence, entry.kind.name, entry.change)
    }
    // 2 redeem -50
    // 1 earn 120
    for lot in try office.lots(of: card) { print(lot.origin, lot.remaining) }  // 1 70
    print(try office.balance(of: "4799") == nil)  // true
    // End
    #expect(try printed == Article("Readers").printed)
  }

  @Test("import: a file, the same file again, a malformed row")
  func importing() throws {
    // Article: Import
    let ledger = try Ledger.open(at: path, creatingWith: [.points])
    let file = """
      time,kind,member,points,reference
      2025-01-10T10:00:00Z,earn,4711,100,S1/001
      2025-01-11T10:00:00Z,redeem,4711,500,S1/002

      """
    let importer = Importer(into: ledger)
    let result = importer.run(format: .csv, bytes: Array(file.utf8))
    print(result.posted, result.refused, result.duplicates)  // 1 1 0
    let again = importer.run(format: .csv, bytes: Array(file.utf8))
    print(again.posted, again.refused, again.duplicates)  // 0 0 2
    // End
    // Article: Import
    let wrong = "time,kind,member,points,reference\n2025-01-12,earn,4711,ten,S1/003\n"
    let stopped = importer.run(format: .csv, bytes: Array(wrong.utf8))
    if case .badInput(let error) = stopped.end {
      print("line \(error.line), column \(error.column ?? "")")  // line 2, column points
    }
    try ledger.close()
    // End
    #expect(try printed == Article("Import").printed)
  }

  @Test("errors: no ledger at a path, and a post on a handle that is of no use any more")
  func errors() throws {
    // Article: Errors
    do {
      _ = try Ledger.open(at: path)
    } catch {
      switch error.code {
      case .noSuchLedger: print("none yet")  // none yet
      case .locked: print("another program writes to it")
      default: print(error.message)
      }
    }
    // End
    // Article: Errors
    func postAgain(_ post: Post, _ ledger: inout Ledger) throws(LedgerError) -> Answer {
      do { return try ledger.post(post) } catch {
        // Closing gives the lock up, also where it throws.
        try? ledger.close()
        ledger = try Ledger.open(at: path)
        return try ledger.post(post)
      }
    }
    // End

    var ledger = try Ledger.open(at: path, creatingWith: [.points])
    try ledger.close()
    let answer = try postAgain(.earn(5, for: "4711", reference: "S012/T3/000451"), &ledger)
    #expect(answer.receipt?.balance?.available == 5)
    #expect(try printed == Article("Errors").printed)
  }
}
