import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Invariant 5: a reference is decided once")
struct Invariant05Tests {
  @Test("every post of a session gets its first answer again, before and after a restart")
  func firstAnswerAgain() throws {
    let shop = try FullSession.shop()
    let session = FullSession()
    var answers: [[Answer]] = []
    try session.run(on: shop.ledger, shop.clock) { _, each in answers.append(each) }
    let end = shop.ledger.nextSequence
    for isRestarted in [false, true] {
      if isRestarted { try shop.reopen() }
      for (index, step) in session.steps.enumerated() {
        let again: [Answer] =
          switch step.step {
          case .post(let post): [try shop.post(post)]
          case .group(let posts): try shop.ledger.post(atomically: posts)
          case .sweep: []
          }
        #expect(again.map(line) == answers[index].map(line), "step \(index)")
        for (first, second) in zip(answers[index], again) {
          switch (first, second) {
          case (.posted, .duplicate): break
          case (.refused, .refused(let refusal)): #expect(refusal.isRepeated)
          default: Issue.record("step \(index): \(first.name), then \(second.name)")
          }
        }
      }
      #expect(shop.ledger.nextSequence == end, "nothing is written")
    }
  }

  @Test("a retry never turns a no into a yes")
  func refusalStays() throws {
    let shop = try Shop()
    let post = Post.redeem(50, from: .anna, reference: .named("r"))
    #expect(try shop.refuse(post) == .unknownMember)
    try shop.accept(.earn(100, for: .anna, reference: .named("e")))
    for _ in 0..<2 {
      let refusal = try #require(try shop.post(post).refusal)
      #expect(refusal.code == .unknownMember && refusal.isRepeated)
      try shop.reopen()
    }
    #expect(try shop.split(.anna) == [100, 0, 0, 0])
  }

  @Test("a conflict names the entry and exactly the fields that differ, and writes nothing")
  func conflict() throws {
    let shop = try Shop(more: [UnitDefinition(.stamps)])
    try shop.accept(.earn(100, for: .anna, reference: .named("e")))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    let original = Post.redeem(
      50, from: .anna, reference: .named("r"), lots: [.named("e")], occurred: .day(0, 5))
    let sequence = try shop.accept(original).sequence
    let end = shop.ledger.nextSequence
    var changed: [([Post.Field], Post)] = []
    func change(_ fields: Post.Field..., body: (inout Post) -> Void) {
      var post = original
      body(&post)
      changed.append((fields, post))
    }
    change(.points) { $0.points = 51 }
    change(.member) { $0.member = .ben }
    change(.unit) { $0.unit = .stamps }
    change(.time) { $0.occurred = .day(0, 6) }
    change(.lots) { $0.lots = [.named("r")] }
    change(.partial) { $0.partial = true }
    change(.kind) { $0 = .earn(50, for: .anna, reference: .named("r"), occurred: .day(0, 5)) }
    change(.kind, .expires) {
      $0 = .earn(50, for: .anna, reference: .named("r"), expires: "+14d", occurred: .day(0, 5))
    }
    change(.time, .member, .points, .unit, .lots, .partial) {
      $0.occurred = .day(0, 6)
      ($0.member, $0.points, $0.unit) = (.ben, 49, .stamps)
      ($0.lots, $0.partial) = ([.named("r")], true)
    }
    for isRestarted in [false, true] {
      if isRestarted { try shop.reopen() }
      for (fields, post) in changed {
        let code = try #require(try shop.post(post).refusal?.code, "\(fields)")
        #expect(code == .referenceConflict(existing: sequence, differing: fields))
        #expect(try shop.ledger.preview(post).refusal?.code == code)
      }
    }
    #expect(shop.ledger.nextSequence == end)
  }

  @Test("a conflict over the dates, the original, the counterparty or the policy names those")
  func conflictOfOtherKinds() throws {
    let shop = try Shop()
    let earn = Post.earn(
      100, for: .anna, reference: .named("e"), activates: .day(1), expires: .day(30))
    let transfer = Post.transfer(1, from: .anna, to: .ben, reference: .named("t"))
    let reverse = Post.reverse(5, of: .named("f"), for: .anna, reference: .named("v"))
    let unit = Post.unit(.stamps, terms: UnitTerms(scale: 2), reference: .named("u"))
    let freeze = Post.freeze(.cleo, credits: true, reference: .named("z"))
    let firsts: [Post] = [
      .earn(9, for: .ben, reference: .named("b")), .earn(9, for: .cleo, reference: .named("c")),
      .earn(9, for: .anna, reference: .named("f")), earn, transfer, reverse, unit, freeze,
    ]
    for post in firsts { try shop.accept(post) }
    func conflict(_ first: Post, _ body: (inout Post) -> Void) throws -> String? {
      var post = first
      body(&post)
      guard
        case .referenceConflict(let existing, let differing)? = try shop.post(post).refusal?.code
      else { return nil }
      #expect(try shop.entry(first.reference).sequence == existing)
      return differing.map(\.rawValue).joined(separator: " ")
    }
    #expect(try conflict(earn) { $0.activates = .at(.day(2)) } == "activates")
    #expect(try conflict(earn) { $0.expires = .at(.day(31)) } == "expires")
    #expect(
      try conflict(earn) { ($0.activates, $0.expires) = ("+1h", "+2h") } == "activates expires")
    #expect(try conflict(earn) { ($0.activates, $0.expires) = ("+24h", "+30d") } == nil)
    #expect(try conflict(transfer) { $0.counterparty = .cleo } == "counterparty")
    #expect(try conflict(reverse) { $0.original = .named("e") } == "original")
    #expect(
      try conflict(reverse) { ($0.original, $0.points) = (.named("c"), 4) } == "points original")
    #expect(try conflict(unit) { $0.terms = UnitTerms(scale: 1) } == "policy")
    #expect(try conflict(freeze) { $0.freezesCredits = false } == "policy")
  }

  @Test("content is compared by value: what a retry leaves to the default is the same")
  func sameByValue() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("e")))
    let original = Post.redeem(
      50, from: .anna, reference: .named("r"), lots: [.named("e")], occurred: .day(0),
      texts: EntryTexts(location: "S012"))
    try shop.accept(original)
    try shop.accept(.link(.named("anna's phone"), to: .anna, reference: .named("l")))
    var same: [(String, Post)] = []
    func vary(_ what: String, _ body: (inout Post) -> Void) {
      var post = original
      body(&post)
      same.append((what, post))
    }
    vary("texts") { $0.texts = EntryTexts(memo: "again") }
    vary("no time") { $0.occurred = nil }
    vary("no lots") { $0.lots = [] }
    vary("unit named") { $0.unit = .points }
    vary("partial named") { $0.partial = false }
    vary("another identifier of the same member") { $0.member = .named("anna's phone") }
    for (what, post) in same { #expect(try shop.post(post).name == "duplicate", "\(what)") }
    // A merged member means its survivor.
    try shop.accept(.earn(1, for: .ben, reference: .named("b")))
    try shop.accept(.merge(.anna, into: .ben, reference: .named("m")))
    var post = original
    post.member = .ben
    #expect(try shop.post(post).name == "duplicate")
  }

  @Test("points that the first left out are those that it took")
  func pointsTaken() throws {
    let shop = try Shop()
    try shop.accept(.earn(50, for: .anna, reference: .named("e")))
    try shop.accept(.redeem(20, from: .anna, reference: .named("r")))
    let first = Post.reverse(of: .named("r"), for: .anna, reference: .named("v"))
    try shop.accept(first)
    let same = Post.reverse(20, of: .named("r"), for: .anna, reference: .named("v"))
    let other = Post.reverse(19, of: .named("r"), for: .anna, reference: .named("v"))
    guard case .duplicate = try shop.post(same) else {
      Issue.record("it took 20")
      return
    }
    #expect(
      try shop.refuse(other)
        == .referenceConflict(existing: SequenceNumber(3), differing: [.points]))
  }

  @Test("the time that the clock gave is not part of the content")
  func clockTime() throws {
    let shop = try Shop()
    let post = Post.earn(5, for: .anna, reference: .named("e"))
    try shop.accept(post)
    var explicit = post
    explicit.occurred = .day(0, 1)
    #expect(try shop.at(.day(3)).post(post).name == "duplicate")
    #expect(try shop.post(explicit).name == "duplicate")
  }

  @Test("a group is a duplicate as that same group only")
  func groups() throws {
    let shop = try Shop()
    let group: [Post] = [
      .earn(10, for: .anna, reference: .named("g1")),
      .redeem(4, from: .anna, reference: .named("g2")),
    ]
    #expect(try shop.ledger.post(atomically: group).map(\.name) == ["posted", "posted"])
    #expect(try shop.ledger.post(atomically: group).map(\.name) == ["duplicate", "duplicate"])
    let more = group + [.earn(1, for: .anna, reference: .named("g3"))]
    let variants: [[Post]] = [Array(group.prefix(1)), Array(group.reversed()), more]
    let end = shop.ledger.nextSequence
    var other = group
    other[1].points = 5
    let differing = try shop.ledger.post(atomically: other).map { answer -> [Post.Field]? in
      guard case .referenceConflict(_, let fields)? = answer.refusal?.code else { return nil }
      return fields
    }
    // Of the first post nothing differs but the group that it is in.
    #expect(differing == [[.group], [.points]])
    for posts in variants {
      let names = try shop.ledger.post(atomically: posts).map(\.name)
      #expect(names.allSatisfy { $0 == "referenceConflict" || $0 == "groupRefused" }, "\(names)")
      #expect(names.contains("referenceConflict"))
    }
    #expect(shop.ledger.nextSequence == end)
    #expect(try shop.split(.anna) == [6, 0, 0, 0])
  }

  @Test("a refused group is decided as a whole: each reference gets its own first no")
  func refusedGroup() throws {
    let shop = try Shop()
    let group: [Post] = [
      .earn(10, for: .anna, reference: .named("g1")),
      .redeem(40, from: .anna, reference: .named("g2")),
      .earn(50, for: .anna, reference: .named("g3")),
    ]
    let codes: [RefusalCode?] = [
      .groupRefused, .insufficientPoints(available: 10), .groupRefused,
    ]
    #expect(try shop.ledger.post(atomically: group).map(\.refusal?.code) == codes)
    try shop.accept(.earn(100, for: .anna, reference: .named("e")))
    let again = try shop.ledger.post(atomically: group)
    #expect(again.map(\.refusal?.code) == codes)
    #expect(again.allSatisfy { $0.refusal?.isRepeated == true })
    #expect(try shop.split(.anna) == [100, 0, 0, 0])
  }
}
