import Testing

@testable import PointsLedger

@Suite("Invariant 10: a hold has a deadline, a capture never exceeds it, the rest returns")
struct Invariant10Tests {
  private func shop() throws -> Shop {
    let shop = try Shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e1"), expires: .day(5)))
    try shop.accept(.earn(30, for: .anna, reference: .named("e2")))
    return shop
  }

  @Test("a hold without a deadline, or with one that has passed, is malformed")
  func needsDeadline() throws {
    let shop = try shop()
    var post = Post.hold(1, of: .anna, until: .day(1), reference: .named("h"))
    post.expires = nil
    #expect(try shop.refuse(post) == .malformed(.missing(.expires)))
    post.expires = .at(.day(0))
    #expect(try shop.refuse(post) == .malformed(.expiryBeforeActivation))
  }

  @Test("a capture over the hold is refused and leaves it open; the rest of a smaller one returns")
  func capture() throws {
    let shop = try shop()
    try shop.accept(.hold(40, of: .anna, until: .day(3), reference: .named("h")))
    #expect(try shop.split(.anna) == [20, 0, 40, 0])
    #expect(
      try shop.refuse(.capture(41, of: .named("h"), for: .anna, reference: .named("c1")))
        == .insufficientPoints(available: 40))
    let taken = try shop.accept(
      .capture(35, of: .named("h"), for: .anna, reference: .named("c2")))
    // In the order held.
    #expect(taken.allocations.map(\.points) == [30, 5])
    #expect(taken.balance?.split == [25, 0, 0, 0])
    for (post, name) in [
      (Post.capture(1, of: .named("h"), for: .anna, reference: .named("c3")), "capture"),
      (Post.release(.named("h"), for: .anna, reference: .named("rel")), "release"),
    ] {
      #expect(try shop.refuse(post) == .holdClosed, "\(name)")
    }
  }

  @Test("partial captures take in the order held, the rest stays held to the same deadline")
  func partialCaptures() throws {
    for (flushes, ending) in [(false, "capture"), (true, "release"), (false, "deadline")] {
      let shop = try shop()
      try shop.accept(.hold(40, of: .anna, until: .day(3), reference: .named("h")))
      func capture(_ points: Points?, _ reference: String) -> Post {
        .capture(
          points, of: .named("h"), for: .anna, reference: .named(reference), partial: true)
      }
      let first = try shop.accept(capture(12, "c1"))
      #expect(first.balance?.split == [20, 0, 28, 0])
      #expect(first.allocations.map(\.points) == [12])
      if flushes { try shop.reopen() }
      let second = try shop.accept(capture(20, "c2"))
      #expect(second.allocations.map(\.points) == [18, 2])
      #expect(second.balance?.split == [20, 0, 8, 0])
      #expect(try shop.refuse(capture(9, "c3")) == .insufficientPoints(available: 8))
      let balance: [Int64]
      switch ending {
      case "capture":
        try shop.accept(capture(nil, "c4"))
        balance = [20, 0, 0, 0]
      case "release":
        try shop.accept(.release(.named("h"), for: .anna, reference: .named("r")))
        balance = [28, 0, 0, 0]
      default:
        shop.at(.day(3))
        balance = [28, 0, 0, 0]
      }
      #expect(try shop.split(.anna) == balance)
      #expect(try shop.refuse(capture(1, "c5")) == .holdClosed)
      try shop.accept(.reverse(of: .named("c2"), for: .anna, reference: .named("v")))
      #expect(try shop.split(.anna)[0] == balance[0] + 20)
      #expect(try shop.ledger.replay().stateDigest == (try shop.ledger.stateDigest()))
      try shop.ledger.close()
      #expect(shop.verify().problems.isEmpty)
    }
  }

  @Test("a capture of everything closes the hold, partial or not; partial is content")
  func partialOfAll() throws {
    let shop = try shop()
    try shop.accept(.hold(40, of: .anna, until: .day(3), reference: .named("h")))
    let post = Post.capture(
      40, of: .named("h"), for: .anna, reference: .named("c"), partial: true)
    try shop.accept(post)
    #expect(
      try shop.refuse(.release(.named("h"), for: .anna, reference: .named("r"))) == .holdClosed)
    #expect(try shop.post(post).name == "duplicate")
    var other = post
    other.partial = false
    guard case .referenceConflict(_, let fields) = try shop.refuse(other) else {
      Issue.record("not a conflict")
      return
    }
    #expect(fields == [.partial])
    var reverse = Post.reverse(of: .named("c"), for: .anna, reference: .named("v"))
    reverse.partial = true
    #expect(try shop.refuse(reverse) == .malformed(.unexpected(.partial)))
  }

  @Test("at its deadline a hold is closed, to the millisecond, with or without a sweep")
  func deadline() throws {
    for sweeps in [false, true] {
      let shop = try shop()
      try shop.accept(.hold(40, of: .anna, until: .day(3), reference: .named("h1")))
      try shop.accept(.hold(5, of: .anna, until: .day(3), reference: .named("h2")))
      shop.at(Instant.day(3).before)
      try shop.accept(.capture(of: .named("h2"), for: .anna, reference: .named("c1")))
      shop.at(.day(3))
      if sweeps { #expect(try shop.ledger.sweep()[.points]?.released == 40) }
      #expect(try shop.split(.anna) == [55, 0, 0, 0])
      #expect(
        try shop.refuse(.capture(1, of: .named("h1"), for: .anna, reference: .named("c2")))
          == .holdClosed)
    }
  }

  @Test("held points do not expire: captured they are spent, released they are gone")
  func heldPastExpiry() throws {
    for ending in ["capture", "release", "deadline"] {
      let shop = try shop()
      try shop.accept(.hold(40, of: .anna, until: .day(8), reference: .named("h")))
      shop.at(.day(6))
      #expect(try shop.split(.anna) == [20, 0, 40, 0])
      switch ending {
      case "capture":
        let taken = try shop.accept(
          .capture(25, of: .named("h"), for: .anna, reference: .named("c")))
        #expect(taken.entry.amount == 25 && taken.balance?.split == [30, 0, 0, 0])
        #expect(try shop.balance(.anna).lifetime == [60, 25, 5])
      case "release":
        try shop.accept(.release(.named("h"), for: .anna, reference: .named("rel")))
        #expect(try shop.balance(.anna).lifetime == [60, 0, 30])
      default:
        #expect(try shop.balance(.anna, asOf: Instant.day(8).before).lifetime == [60, 0, 0])
        #expect(try shop.balance(.anna, asOf: .day(8)).lifetime == [60, 0, 30])
        try shop.at(.day(9)).accept(.earn(1, for: .anna, reference: .named("e3")))
        let expiry = try #require(try shop.entries().first { $0.kind == .expire })
        #expect(expiry.effective == .day(8), "it expires when it is released")
      }
    }
  }

  @Test("a deadline and an expiry at one instant: the hold first, so its points expire with it")
  func sameInstant() throws {
    let shop = try shop()
    try shop.accept(.hold(10, of: .anna, until: .day(5), reference: .named("h")))
    #expect(try shop.split(.anna, asOf: Instant.day(5).before) == [50, 0, 10, 0])
    #expect(try shop.split(.anna, asOf: .day(5)) == [30, 0, 0, 0])
    _ = try shop.at(.day(5)).ledger.sweep()
    #expect(try shop.split(.anna) == [30, 0, 0, 0])
    #expect(try shop.balance(.anna).expired == 30)
  }

  @Test("held and pending points can be neither transferred nor spent, and a claw-back leaves them")
  func heldIsOutOfReach() throws {
    let shop = try shop()
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    try shop.accept(.hold(50, of: .anna, until: .day(3), reference: .named("h")))
    try shop.accept(.earn(5, for: .anna, reference: .named("p"), activates: .day(2)))
    #expect(
      try shop.refuse(.transfer(11, from: .anna, to: .ben, reference: .named("t")))
        == .insufficientPoints(available: 10))
    try shop.accept(.reverse(of: .named("e1"), for: .anna, reference: .named("v")))
    #expect(try shop.split(.anna) == [0, 0, 50, 15])
    try shop.accept(.capture(of: .named("h"), for: .anna, reference: .named("c")))
    #expect(try shop.split(.anna) == [0, 0, 0, 15])
  }

  @Test("a hold moves with a merge, and is captured from the survivor")
  func merged() throws {
    let shop = try shop()
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    try shop.accept(.hold(40, of: .anna, until: .day(3), reference: .named("h")))
    try shop.accept(.merge(.anna, into: .ben, reference: .named("m")))
    #expect(try shop.split(.ben) == [20, 0, 40, 0])
    try shop.accept(.capture(10, of: .named("h"), for: .ben, reference: .named("c")))
    #expect(try shop.split(.ben) == [50, 0, 0, 0])
  }

  @Test("a late capture is decided at its time: before the deadline it still counts")
  func lateCapture() throws {
    let shop = try shop()
    try shop.accept(.hold(10, of: .anna, until: .day(3), reference: .named("h1")))
    try shop.at(.day(6)).accept(
      .capture(of: .named("h1"), for: .anna, reference: .named("c"), occurred: .day(2)))
    #expect(try shop.split(.anna, asOf: .day(2)) == [50, 0, 0, 0])
    // Not once the clock has booked the release.
    try shop.accept(
      .hold(
        10, of: .anna, until: .day(6, 5), reference: .named("h2"), occurred: .day(6)))
    _ = try shop.at(.day(7)).ledger.sweep()
    #expect(
      try shop.refuse(
        .capture(
          of: .named("h2"), for: .anna, reference: .named("c2"), occurred: .day(6, 1)))
        == .holdClosed)
  }
}
