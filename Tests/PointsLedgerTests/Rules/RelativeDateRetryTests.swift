import LedgerTestSupport
import PointsLedgerFoundation
import Testing

@testable import PointsLedger

@Suite("A post that is built again later gets its answer, also with relative dates")
struct RelativeDateRetryTests {
  /// A ledger whose clock may jump: retries come up to a year later.
  private static func shop(
    _ configure: (inout Ledger.Options) -> Void = { _ in }
  ) throws -> Shop {
    try Shop {
      $0.maximumClockLead = nil
      configure(&$0)
    }
  }

  /// An hour, a day, a month, and a year later.
  static let delays = [1, 24, 24 * 31, 24 * 366]

  @Test("a credit, a hold and an extension are duplicates of the first", arguments: delays)
  func duplicates(hours: Int) throws {
    let shop = try Self.shop()
    func earn() -> Post {
      .earn(30, for: .anna, reference: .named("e"), activates: "+1h", expires: "end-of-month+12mo")
    }
    func opening() -> Post { .opening(9, for: .anna, reference: .named("o"), expires: "+2y") }
    func adjust() -> Post { .adjust(9, of: .anna, reference: .named("a"), expires: "+2w") }
    func extend() -> Post {
      .extend(.named("e"), of: .anna, to: "end-of-year+1y", reference: .named("x"))
    }
    func hold() -> Post { .hold(5, of: .anna, until: "+30min", reference: .named("h")) }
    let posts = [earn, opening, adjust, extend, hold]
    for post in posts { try shop.accept(post()) }
    #expect(try shop.entry(.named("e")).post.activates == .at(.day(0, hour: 1)))
    #expect(try shop.entry(.named("e")).post.expires == "2025-02-01")
    #expect(try shop.entry(.named("x")).post.expires == "2026-01-01")
    #expect(try shop.entry(.named("h")).post.expires == "2024-01-01T00:30:00Z")
    let end = shop.ledger.nextSequence
    shop.at(.day(0, hour: hours))
    for isRestarted in [false, true] {
      if isRestarted { try shop.reopen() }
      for post in posts {
        #expect(try shop.post(post()).name == "duplicate", "\(post())")
        #expect(try shop.ledger.preview(post()).name == "duplicate", "\(post())")
      }
      #expect(try shop.ledger.post(atomically: [earn()]).map(\.name) == ["referenceConflict"])
    }
    #expect(shop.ledger.nextSequence == end)
  }

  @Test("a refusal is given again", arguments: delays)
  func refusals(hours: Int) throws {
    let shop = try Self.shop()
    let first = try shop.refuse(.hold(5, of: .anna, until: "+30min", reference: .named("h")))
    try shop.accept(.earn(30, for: .anna, reference: .named("e")))
    shop.at(.day(0, hour: hours))
    let again = try shop.post(.hold(5, of: .anna, until: "+30min", reference: .named("h"))).refusal
    #expect(again?.code == first && again?.isRepeated == true)
  }

  @Test("a group is the same group", arguments: delays)
  func groups(hours: Int) throws {
    let shop = try Self.shop()
    func group() -> [Post] {
      [
        .earn(30, for: .anna, reference: .named("e"), expires: "+14d"),
        .hold(5, of: .anna, until: "+30min", reference: .named("h")),
      ]
    }
    func refused() -> [Post] {
      [
        .earn(30, for: .ben, reference: .named("f"), expires: "+14d"),
        .hold(500, of: .anna, until: "+30min", reference: .named("g")),
      ]
    }
    #expect(try shop.ledger.post(atomically: group()).map(\.name) == ["posted", "posted"])
    let no = ["groupRefused", "insufficientPoints"]
    #expect(try shop.ledger.post(atomically: refused()).map(\.name) == no)
    shop.at(.day(0, hour: hours))
    #expect(try shop.ledger.post(atomically: group()).map(\.name) == ["duplicate", "duplicate"])
    let again = try shop.ledger.post(atomically: refused())
    #expect(again.map(\.name) == no && again.allSatisfy { $0.refusal?.isRepeated == true })
  }

  @Test("another rule is a conflict over that date, at any time", arguments: delays)
  func conflicts(hours: Int) throws {
    let shop = try Self.shop()
    let first = Post.earn(
      30, for: .anna, reference: .named("e"), activates: "+1h", expires: "+14d")
    let sequence = try shop.accept(first).sequence
    shop.at(.day(0, hour: hours))
    func differing(_ body: (inout Post) -> Void) throws -> [Post.Field] {
      var post = first
      body(&post)
      guard case .referenceConflict(sequence, let fields)? = try shop.post(post).refusal?.code
      else { return [] }
      return fields
    }
    #expect(try differing { $0.expires = "+15d" } == [.expires])
    #expect(try differing { $0.activates = "+2h" } == [.activates])
    #expect(try differing { ($0.points, $0.expires) = (31, "+15d") } == [.points, .expires])
    // The same instant by another rule, or given outright, or left out, is the same.
    let same: [(inout Post) -> Void] = [
      { $0.expires = "+2w" }, { $0.expires = .at(.day(14)) }, { $0.expires = nil },
      { $0.activates = "+60min" }, { $0.occurred = .day(0) },
    ]
    for body in same {
      var post = first
      body(&post)
      #expect(try shop.post(post).name == "duplicate", "\(post)")
    }
  }

  @Test("a time of its own in a retry differs as the time alone: dates count from the first")
  func otherTime() throws {
    let shop = try Self.shop()
    var post = Post.earn(
      30, for: .anna, reference: .named("e"), expires: "+14d", occurred: .day(0))
    let sequence = try shop.accept(post).sequence
    post.occurred = .day(0, hour: 1)
    #expect(
      try shop.post(post).refusal?.code
        == .referenceConflict(existing: sequence, differing: [.time]))
  }

  @Test("dates count from when a late post occurred, and the log keeps instants")
  func late() throws {
    let shop = try Self.shop().at(.day(40))
    try shop.accept(
      .earn(30, for: .anna, reference: .named("e"), expires: "+14d", occurred: .day(10)))
    #expect(try shop.entry(.named("e")).post.expires == .at(.day(24)))
    #expect(try shop.split(.anna, asOf: .day(23)) == [30, 0, 0, 0])
    #expect(try shop.split(.anna, asOf: .day(24)) == [0, 0, 0, 0])
    #expect(shop.verify().isSound)
  }

  @Test("dates that no post can have are malformed, and decide nothing")
  func malformed() throws {
    let shop = try Self.shop()
    let posts: [(Malformation, Post)] = [
      (.expiryBeforeActivation, .earn(1, for: .anna, reference: .named("e"), expires: "+0d")),
      (
        .expiryBeforeActivation,
        .earn(1, for: .anna, reference: .named("e"), activates: "+1d", expires: "+24h")
      ),
      (
        .expiryBeforeActivation,
        .earn(
          1, for: .anna, reference: .named("e"), activates: .at(.day(20)), expires: "+14d",
          occurred: .day(0))
      ),
      (.expiryBeforeActivation, .hold(1, of: .anna, until: "+0min", reference: .named("e"))),
      (
        .unknownZone(.expires, "Europe/Berlin"),
        .earn(1, for: .anna, reference: .named("e"), expires: "end-of-day+0d@Europe/Berlin")
      ),
      (
        .unknownZone(.activates, "X"),
        .earn(
          1, for: .anna, reference: .named("e"), activates: "+1mo@X", expires: "+1mo@Y",
          occurred: .day(0))
      ),
    ]
    for (wrong, post) in posts {
      #expect(try shop.refuse(post) == .malformed(wrong))
      #expect(try shop.ledger.post(atomically: [post]).first?.refusal?.code == .malformed(wrong))
    }
    let far = Post.earn(1, for: .anna, reference: .named("e"), expires: "+100y")
    #expect(try shop.at(.latest).refuse(far) == .malformed(.dateOutOfRange(.expires)))
    try shop.accept(.earn(1, for: .anna, reference: .named("e")))
  }

  @Test("the calendar that the caller hands in is asked for a zone, at a retry too")
  func zones() throws {
    let shop = try Self.shop { $0.calendar = FoundationCalendar() }
    func earn() -> Post {
      .earn(30, for: .anna, reference: .named("e"), expires: "end-of-day+180d@Europe/Berlin")
    }
    try shop.accept(earn())
    // 2024-06-29 is a day of summer time.
    #expect(try shop.entry(.named("e")).post.expires == "2024-06-29T22:00:00Z")
    #expect(try shop.at(.day(100)).post(earn()).name == "duplicate")
    #expect(shop.verify().isSound)
  }

  @Test("rows with relative dates are posted once, however often they are imported")
  func imports() throws {
    let shop = try Self.shop().at(.day(366))
    let csv = """
      time,kind,member,points,reference,activates,expires
      2024-01-01T10:00:00Z,earn,anna,30,e1,,+14d
      2024-01-01T11:00:00Z,earn,anna,30,e2,+1h,end-of-month+12mo
      2024-01-02T10:00:00Z,hold,anna,5,h1,,+30min
      2024-01-02T11:00:00Z,hold,ben,5,h2,,+30min

      """
    let json = """
      {"time":"2024-01-01T10:00:00Z","kind":"earn","member":"anna","points":30,"reference":"e1",\
      "expires":"+14d"}
      {"time":"2024-01-01T11:00:00Z","kind":"earn","member":"anna","points":30,"reference":"e2",\
      "activates":"+60min","expires":"2025-02-01"}
      {"time":"2024-01-02T10:00:00Z","kind":"hold","member":"anna","points":5,"reference":"h1",\
      "expires":"+30min"}
      {"time":"2024-01-02T11:00:00Z","kind":"hold","member":"ben","points":5,"reference":"h2",\
      "expires":"+30min"}
      {"time":"2024-01-01T10:00:00Z","kind":"earn","member":"anna","points":31,"reference":"e1",\
      "expires":"+15d"}
      """
    var refused: [String] = []
    func run(_ text: String, _ format: InterchangeFormat) -> [Int] {
      var importer = Importer(into: shop.ledger)
      importer.onRefusal = { refused.append($0.description) }
      let result = importer.run(
        format: format, source: InterchangeReader.source(of: Array(text.utf8)))
      return [result.posted, result.refused, result.duplicates]
    }
    #expect(run(csv, .csv) == [3, 1, 0])
    #expect(try shop.entry(.named("e2")).post.expires == "2025-02-01")
    shop.at(.day(400))
    #expect(run(csv, .csv) == [0, 0, 4])
    refused = []
    #expect(run(json, .jsonLines) == [0, 1, 4])
    #expect(
      refused == [
        "line 5, reference e1: referenceConflict, existing entry 1, differing in points, expires: "
          + "the reference is taken, so another post needs another one"
      ])
    // What a till then builds again without a time is the same too.
    let again = Post.hold(5, of: .ben, until: "+30min", reference: .named("h2"))
    #expect(try shop.post(again).refusal?.isRepeated == true)
  }

  @Test("a dump has instants, and importing it makes the same state")
  func dump() throws {
    let shop = try Self.shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e"), activates: "+1h", expires: "+2y"))
    try shop.at(.day(1)).accept(.hold(5, of: .anna, until: "+2w", reference: .named("h")))
    var writer = InterchangeWriter(format: .csv)
    var bytes: [UInt8] = []
    writer.appendHeader(to: &bytes)
    for entry in try shop.entries() { writer.append(entry, scale: 0, to: &bytes) }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("2026-01-01T00:00:00Z") && !text.contains("+"))
    let other = try Self.shop().at(.day(1))
    let result = Importer(into: other.ledger).run(
      format: .csv, source: InterchangeReader.source(of: bytes))
    #expect(result.posted == 2)
    #expect(try other.ledger.stateDigest() == shop.ledger.stateDigest())
  }

  @Test("a bad date in a row stops the import there, and says what is accepted")
  func badRows() throws {
    let shop = try Self.shop()
    for (text, says) in [
      ("14d", "no date: write an instant"), ("+1200000mo", "too far: write at most 1200mo"),
      ("end-of-month+1d", "write mo or y"), ("2024-02-30", "no such day"),
      ("+1y@Europe/Berlin", "names the time zone `Europe/Berlin`, which is unknown here"),
    ] {
      for field in ["activates", "expires"] {
        let csv = "time,kind,member,points,reference,\(field)\n2024-01-01,earn,anna,30,e,\(text)\n"
        let result = Importer(into: shop.ledger).run(
          format: .csv, source: InterchangeReader.source(of: Array(csv.utf8)))
        guard case .badInput(let error) = result.end else {
          Issue.record("\(text): \(result.end)")
          continue
        }
        #expect(error.line == 2 && error.column == field && error.description.contains(says))
      }
    }
  }
}
