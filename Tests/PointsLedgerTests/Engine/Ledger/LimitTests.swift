import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Something that is refused beyond a limit must not be written in a form that no reader accepts.
@Suite("Limits: reached, passed by one, and opened again")
struct LimitTests {
  /// The ledger accepts another post, is the same after it is opened again, and verifies.
  private static func expectAlive(_ shop: Shop) throws {
    try shop.accept(.earn(1, for: .cleo, reference: .named("alive")))
    let digest = try shop.ledger.stateDigest()
    let next = shop.ledger.nextSequence
    try shop.reopen()
    #expect(try shop.ledger.stateDigest() == digest && shop.ledger.nextSequence == next)
    let report = shop.verify()
    #expect(report.problems == [] && report.stateDigest == digest)
  }

  @Test("the 251st unit is malformed, alone, in a batch, and in a group")
  func units() throws {
    let shop = try Shop()
    func unit(_ number: Int, _ name: String) -> Post {
      .unit(.named("u\(number)"), terms: UnitTerms(), reference: .named(name))
    }
    for number in 1..<LedgerState.maximumUnits { try shop.accept(unit(number, "u\(number)")) }
    let wrong = RefusalCode.malformed(.tooManyUnits(maximum: LedgerState.maximumUnits))
    let next = shop.ledger.nextSequence
    #expect(try shop.refuse(unit(250, "alone")) == wrong)
    let others = try shop.postInBatch([unit(250, "batch")]).others.map(\.answer)
    guard case .refused(wrong, false)? = others.first else {
      Issue.record("in a batch: \(others)")
      return
    }
    let group = [
      Post.earn(1, for: .anna, reference: .named("group earn")), unit(250, "group unit"),
    ]
    let codes = try shop.ledger.post(atomically: group).map(\.refusal?.code)
    #expect(codes == [.groupRefused, wrong])
    #expect(shop.ledger.nextSequence == next, "nothing of it is recorded")
    #expect(
      try shop.ledger.post(atomically: [unit(250, "1"), unit(251, "2")]).allSatisfy {
        $0.refusal != nil
      })
    try Self.expectAlive(shop)
    // A new version of an existing unit is not a new unit.
    try shop.accept(
      .unit(.named("u249"), terms: UnitTerms(reversal: .refuse), reference: .named("v2")))
  }

  @Test("the 1,025th debt is refused, and so is a merge that would bring it")
  func debts() throws {
    let shop = try Shop()
    let limit = Account.maximumDebts
    for number in 0...limit {
      try shop.accept(.earn(1, for: .anna, reference: .named("e\(number)")))
      try shop.accept(.redeem(1, from: .anna, reference: .named("r\(number)")))
    }
    for number in 0..<limit {
      try shop.accept(
        .reverse(of: .named("e\(number)"), for: .anna, reference: .named("v\(number)")))
    }
    let last = Post.reverse(of: .named("e\(limit)"), for: .anna, reference: .named("v\(limit)"))
    #expect(try shop.refuse(last) == .balanceOutOfRange)
    try shop.accept(.earn(1, for: .ben, reference: .named("b")))
    try shop.accept(.redeem(1, from: .ben, reference: .named("br")))
    try shop.accept(.reverse(of: .named("b"), for: .ben, reference: .named("bv")))
    #expect(
      try shop.refuse(.merge(.ben, into: .anna, reference: .named("merge"))) == .balanceOutOfRange)
    #expect(try shop.split(.anna) == [0, 0, 0, Int64(limit)])
    try Self.expectAlive(shop)
  }

  @Test("a merge whose entries one write cannot have is refused, and all goes on")
  func merges() throws {
    let units: [UnitCode] = [.named("a"), .named("b"), .named("c")]
    let shop = try Shop(more: units.map { UnitDefinition($0) }) {
      $0.limits = LogLimits(bodyBytes: 4_096)
    }
    /// 200 debts in some units, and what pays them on the other side.
    func owe(_ member: MemberIdentifier, _ units: some Sequence<UnitCode>) throws {
      for unit in units {
        let (earn, payer) = (Reference.named("\(member) e \(unit)"), "\(member) p \(unit)")
        try shop.accept(.earn(200, for: member, reference: earn, unit: unit))
        try shop.accept(
          .redeem(200, from: member, reference: .named("\(member) r \(unit)"), unit: unit))
        for debt in 0..<200 {
          try shop.accept(
            .reverse(
              1, of: earn, for: member, reference: .named("\(payer) \(debt)"), unit: unit))
        }
        try shop.accept(.earn(500, for: .cleo, reference: .named(payer), unit: unit))
      }
    }
    try owe(.anna, units)
    try owe(.ben, units.prefix(2))
    let next = shop.ledger.nextSequence
    let merge = Post.merge(.anna, into: .cleo, reference: .named("m"))
    #expect(try shop.refuse(merge) == .tooManyLots(limit: 10_240))
    #expect(shop.ledger.nextSequence.value == next.value + 1, "the refusal alone")
    #expect(try shop.split(.anna, units[0]) == [0, 0, 0, 200])
    #expect(try shop.ledger.post(atomically: [merge]).first?.refusal?.code != nil)
    // These are few enough.
    try shop.accept(.merge(.ben, into: .cleo, reference: .named("n")))
    #expect(try shop.split(.cleo, units[0]) == [800, 0, 0, 0])
    try Self.expectAlive(shop)
  }

  @Test("a post that names more lots than one write can have is refused, and a smaller one is not")
  func lots() throws {
    let shop = try Shop { $0.limits = LogLimits(bodyBytes: 4_096) }
    let wrong = RefusalCode.tooManyLots(limit: 10_240)
    for number in 0..<400 {
      try shop.accept(.earn(1, for: .anna, reference: .named("e\(number)")))
    }
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    let next = shop.ledger.nextSequence.value
    #expect(
      try shop.refuse(.hold(400, of: .anna, until: .day(1), reference: .named("h"))) == wrong)
    #expect(
      try shop.refuse(.transfer(200, from: .anna, to: .ben, reference: .named("t"))) == wrong)
    #expect(
      try shop.refuse(.adjust(-401, of: .anna, reference: .named("a"), overdraws: true)) == wrong)
    #expect(shop.ledger.nextSequence.value == next + 3, "the refusals alone")
    #expect(try shop.entry(.named("t")).refusal == wrong)
    #expect(
      try shop.ledger.post(atomically: [
        .redeem(1, from: .anna, reference: .named("g1")),
        .redeem(390, from: .anna, reference: .named("g2")),
      ]).map { $0.refusal?.code } == [.groupRefused, wrong])
    try shop.accept(.transfer(40, from: .anna, to: .ben, reference: .named("t2")))
    try shop.accept(.reverse(of: .named("t2"), for: .anna, reference: .named("v")))
    #expect(try shop.split(.anna) == [400, 0, 0, 0])
    try Self.expectAlive(shop)
  }

  @Test("what paid a debt is given back in parts, where one write cannot have all of it")
  func repaid() throws {
    let shop = try Shop { $0.limits = LogLimits(bodyBytes: 4_096) }
    try shop.accept(.enroll(.anna, reference: .named("anna")))
    try shop.accept(.adjust(-300, of: .anna, reference: .named("a"), overdraws: true))
    for number in 0..<300 {
      try shop.accept(.earn(1, for: .anna, reference: .named("e\(number)")))
    }
    func reverse(_ points: Points?, _ name: String) -> Post {
      .reverse(points, of: .named("a"), for: .anna, reference: .named(name))
    }
    #expect(try shop.refuse(reverse(nil, "all")) == .tooManyLots(limit: 10_240))
    for part in 0..<6 { try shop.accept(reverse(50, "v\(part)")) }
    #expect(try shop.split(.anna) == [300, 0, 0, 0])
    try Self.expectAlive(shop)
  }

  @Test(
    "thousands of lots that die at one instant are booked by whatever comes first",
    arguments: ["sweep", "post", "restore", "transfer", "group"])
  func deaths(by what: String) throws {
    let shop = try Shop()
    let count = 5_000
    for member in [MemberIdentifier.anna, .ben] {
      let posts = (0..<count).map { number in
        Post.earn(
          1, for: member, reference: .named("\(member) \(number)"), expires: .day(5),
          occurred: .day(0))
      }
      #expect(try shop.postInBatch(posts).others.isEmpty)
    }
    try shop.accept(.earn(9, for: .anna, reference: .named("alive too"), occurred: .day(0)))
    if what == "restore" {
      let all = Points(minorUnits: Int64(count))
      try shop.accept(.redeem(all, from: .anna, reference: .named("r"), occurred: .day(1)))
    }
    shop.at(.day(6))
    let dead = what == "transfer" || what == "sweep" || what == "group" ? 2 * count : count
    switch what {
    case "sweep": #expect(try shop.ledger.sweep().entries == dead)
    case "post": try shop.accept(.redeem(9, from: .anna, reference: .named("x")))
    case "restore": try shop.accept(.reverse(of: .named("r"), for: .anna, reference: .named("x")))
    case "transfer":
      try shop.accept(.transfer(9, from: .anna, to: .ben, reference: .named("x")))
    default:
      let group: [Post] = [
        .transfer(9, from: .anna, to: .ben, reference: .named("x")),
        .redeem(9, from: .ben, reference: .named("y")),
      ]
      #expect(try shop.ledger.post(atomically: group).allSatisfy { $0.name == "posted" })
    }
    #expect(try shop.entries().count { $0.kind == .expire } == dead)
    try Self.expectAlive(shop)
  }

  @Test("identifiers, references, texts and points at their limits are kept to the byte")
  func texts() throws {
    let shop = try Shop()
    let name = String(repeating: "é", count: 32)
    #expect(MemberIdentifier(name + "x") == nil && Reference(name + "x") == nil)
    let longest = EntryTexts(
      location: String(repeating: "l", count: 256), actor: String(repeating: "a", count: 256),
      reason: String(repeating: "r", count: 256), campaign: String(repeating: "c", count: 256),
      basis: "1" + String(repeating: "0", count: EntryTexts.maximumBasisByteCount - 1),
      basisUnit: String(repeating: "u", count: 256), memo: String(repeating: "m", count: 1_024))
    let post = Post.earn(
      Points.maximumPerPost, for: .named(name), reference: .named(name), texts: longest)
    try shop.accept(post)
    #expect(try shop.entry(.named(name)).post.texts == longest)
    let tooMuch = Points(minorUnits: Points.maximumPerPost.minorUnits + 1)
    #expect(
      try shop.refuse(.earn(tooMuch, for: .anna, reference: .named("more")))
        == .malformed(.pointsOutOfRange))
    try Self.expectAlive(shop)
    #expect(try shop.entry(.named(name)).post.texts == longest)
  }

  @Test("a group of 1,024 is posted, one of 1,025 and one too long for a frame are malformed")
  func groups() throws {
    let shop = try Shop()
    func group(_ count: Int, _ name: String, _ texts: EntryTexts = EntryTexts()) -> [Post] {
      (0..<count).map { .earn(1, for: .anna, reference: .named("\(name)\($0)"), texts: texts) }
    }
    #expect(try shop.ledger.post(atomically: group(1_024, "g")).allSatisfy { $0.name == "posted" })
    #expect(try shop.ledger.post(atomically: group(1_025, "h")).allSatisfy { $0.refusal != nil })
    let long = EntryTexts(memo: String(repeating: "m", count: 1_024))
    #expect(
      try shop.ledger.post(atomically: group(1_024, "l", long)).allSatisfy { $0.refusal != nil })
    #expect(
      try shop.ledger.post(atomically: group(900, "k", long)).allSatisfy { $0.name == "posted" })
    try Self.expectAlive(shop)
  }
}
