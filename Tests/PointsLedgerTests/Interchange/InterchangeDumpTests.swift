import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("The interchange format: what is dumped is read back")
struct InterchangeDumpTests {
  /// Difficult texts: separators, quotes, line ends, controls, and characters of every length.
  private static let nasty: [String] = [
    ",", "\"", "\"\"", "\n", "\r\n", "\r", " ", "a", "B7", "\\", "\u{0}", "\u{7F}", "\u{1F}", "é",
    "€", "😀", "\u{2028}", "=1+1", "\u{FEFF}", "x-", "{", "'",
  ]

  private static func text(_ random: inout SeededGenerator, maximum: Int) -> String {
    var result = ""
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      let piece = nasty.randomElement(using: &random) ?? "a"
      if result.utf8.count + piece.utf8.count <= maximum { result += piece }
    }
    return result.isEmpty ? "a" : result
  }

  /// An identifier or a reference: odd inside, but not at its ends.
  private static func name(_ random: inout SeededGenerator) -> String {
    let text = text(&random, maximum: 60).unicodeScalars.filter {
      $0.properties.generalCategory != .control
    }
    return "x" + String(String.UnicodeScalarView(text)) + "x"
  }

  private static func instant(_ random: inout SeededGenerator) -> Instant {
    Instant(
      clamping: Int64.random(
        in: Instant.earliest.milliseconds...Instant.latest.milliseconds, using: &random))
  }

  private static func post(_ random: inout SeededGenerator) throws -> Post {
    func maybe() -> Bool { Bool.random(using: &random) }
    let kind = try #require(EntryKind.allCases.filter(\.isPostable).randomElement(using: &random))
    var post = Post(kind: kind, reference: try #require(Reference(name(&random))))
    post.occurred = instant(&random)
    if maybe() { post.member = MemberIdentifier(name(&random)) }
    if maybe() { post.points = Points(minorUnits: Int64(truncatingIfNeeded: random.next())) }
    if maybe() { post.unit = UnitCode("miles") }
    if maybe() { post.activates = .at(instant(&random)) }
    if maybe() { post.expires = .at(instant(&random)) }
    if maybe() { post.original = Reference(name(&random)) }
    if maybe() { post.counterparty = MemberIdentifier(name(&random)) }
    if maybe() {
      post.lots = (0..<3).compactMap { _ in Reference(name(&random)) }
    }
    if maybe() { post.partial = maybe() }
    if kind == .freeze {
      if maybe() { post.freezesCredits = true }
    } else if kind == .adjust {
      if maybe() { post.overdraws = true }
    } else if maybe() {
      post.terms = UnitTerms(
        scale: maybe() ? 3 : nil, reversal: UnitTerms.Reversal.allCases.randomElement()!,
        restore: maybe() ? .grace(days: 30) : maybe() ? .reissue(days: .max) : .original,
        inactivityDays: maybe() ? 365 : nil,
        activity: maybe() ? UnitTerms.defaultActivity : maybe() ? [] : [.earn, .closePeriod])
    }
    if maybe() { post.texts.location = text(&random, maximum: 256) }
    if maybe() { post.texts.actor = text(&random, maximum: 256) }
    if maybe() { post.texts.reason = text(&random, maximum: 256) }
    if maybe() { post.texts.campaign = text(&random, maximum: 256) }
    if maybe() { post.texts.basis = "12.50" }
    if maybe() { post.texts.basisUnit = text(&random, maximum: 256) }
    if maybe() { post.texts.memo = text(&random, maximum: 1_024) }
    return post
  }

  private static func entry(_ post: Post, _ sequence: UInt64, isRefused: Bool) -> Entry {
    let payments = [(4, 2), (6, 1)].map { debt, points in
      DebtPayment(
        entry: SequenceNumber(sequence), debt: SequenceNumber(debt),
        lot: LotID(created: SequenceNumber(1), ordinal: 0), origin: SequenceNumber(1),
        points: Points(minorUnits: points))
    }
    return Entry(
      sequence: SequenceNumber(sequence), posted: .epoch,
      kind: isRefused ? .refusal : post.kind, post: post, reference: post.reference,
      occurred: post.occurred ?? .epoch, effective: .latest, amount: 5, change: -5,
      balanceAfter: 12,
      previous: nil, original: nil, allocations: [], arrears: 3, cancelled: 0, payments: payments,
      lots: [],
      covered: 0, forgiven: 0,
      refusal: isRefused ? .memberFrozen : nil,
      group: sequence % 3 == 0 ? SequenceNumber(sequence) : nil)
  }

  private static func areSame(_ left: Post, _ right: Post) -> Bool {
    // The order in a set's description is random.
    guard left.terms == right.terms else { return false }
    var (left, right) = (left, right)
    left.terms = nil
    right.terms = nil
    return "\(left)" == "\(right)"
  }

  @Test("any post, in both formats, in chunks of any size", arguments: InterchangeFormat.allCases)
  func roundTrip(format: InterchangeFormat) throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    var posts: [Post] = []
    var bytes: [UInt8] = []
    var writer = InterchangeWriter(format: format)
    writer.appendHeader(to: &bytes)
    for sequence in 0..<UInt64(300) {
      let post = try Self.post(&random)
      posts.append(post)
      let entry = Self.entry(post, sequence, isRefused: sequence % 5 == 0)
      writer.append(entry, scale: 3, to: &bytes)
    }
    for chunk in [1, 2, 3, 7, 64, 1_000, .max] {
      let found = try rows(bytes: bytes, format, chunk: chunk, scale: { _ in 3 })
      try #require(found.count == posts.count, "seed \(seed)")
      for (index, row) in found.enumerated() {
        let same = Self.areSame(try #require(row.post), posts[index])
        #expect(same, "row \(index), chunk \(chunk), seed \(seed)")
        #expect(row.group?.description == (index % 3 == 0 ? "g\(index)" : nil))
      }
    }
  }

  @Test("a dumped entry carries what the ledger made of it in columns that an import ignores")
  func notes() throws {
    let card = try #require(MemberIdentifier("4711"))
    var post = Post.redeem(50, from: card, reference: try #require(Reference("r,1")))
    post.occurred = try Instant("1998-01-01")
    var bytes: [UInt8] = []
    var csv = InterchangeWriter(format: .csv)
    csv.appendHeader(to: &bytes)
    csv.append(Self.entry(post, 7, isRefused: true), scale: 1, to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        time,kind,member,points,reference,unit,activates,expires,original,counterparty,location,\
        actor,reason,campaign,basis,basisUnit,memo,lots,partial,policy,group,x-sequence,x-posted,\
        x-effective,x-late,x-refused,x-change,x-balance,x-owing,x-pays
        1998-01-01T00:00:00Z,redeem,4711,5.0,"r,1",,,,,,,,,,,,,,,,,7,1970-01-01T00:00:00Z,\
        9999-12-31T23:59:59.999Z,yes,memberFrozen,-0.5,1.2,0.3,4:0.2 6:0.1

        """)
    bytes = []
    var json = InterchangeWriter(format: .jsonLines)
    json.appendHeader(to: &bytes)
    json.append(Self.entry(post, 7, isRefused: false), scale: 0, to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        {"time":"1998-01-01T00:00:00Z","kind":"redeem","member":"4711","points":"50",\
        "reference":"r,1","x-sequence":7,"x-posted":"1970-01-01T00:00:00Z",\
        "x-effective":"9999-12-31T23:59:59.999Z","x-late":"yes","x-change":"-5","x-balance":"12","x-owing":"3",\
        "x-pays":"4:2 6:1"}

        """)
  }

  @Test("an entry of the ledger's own is dumped without a reference and read as such")
  func engineWritten() throws {
    var post = Post(kind: .release, reference: try #require(Reference("meaningless")))
    post.member = MemberIdentifier("4711")
    post.original = Reference("hold-1")
    post.occurred = try Instant("1998-01-01")
    var entry = Self.entry(post, 3, isRefused: false)
    entry.reference = nil
    for format in InterchangeFormat.allCases {
      var bytes: [UInt8] = []
      var writer = InterchangeWriter(format: format)
      writer.appendHeader(to: &bytes)
      writer.append(entry, scale: 0, to: &bytes)
      guard case .engineWritten(let row) = try rows(bytes: bytes, format)[0].content else {
        Issue.record("\(format) made a post of it")
        continue
      }
      #expect(row.kind == .release)
      #expect(row.member == post.member)
      #expect(row.time == post.occurred)
    }
  }
}
