import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Twenty callers at once on the same few accounts")
struct ConcurrencyTests {
  private static let members = [MemberIdentifier.anna, .ben, .cleo]
  private static let start: Int64 = 1_000

  /// The posts of one caller in a round: holds and captures or releases, redeems, gifts, refunds.
  private static func posts(caller: Int, round: Int) -> [Post] {
    var random = SeededGenerator(seed: UInt64(caller) << 32 | UInt64(round))
    func name(_ what: String) -> Reference { .named("\(caller)/\(round)/\(what)") }
    func member() -> MemberIdentifier { members[Int.random(in: 0..<3, using: &random)] }
    func points() -> Points { .of(Int.random(in: 1...60, using: &random)) }
    let one = member()
    let other = members[((members.firstIndex(of: one) ?? 0) + 1) % 3]
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return [.redeem(points(), from: one, reference: name("r"))]
    case 1:
      return [
        .hold(points(), of: one, until: .day(1), reference: name("h")),
        .capture(of: name("h"), for: one, reference: name("c")),
      ]
    case 2:
      return [
        .hold(points(), of: one, until: .day(1), reference: name("h")),
        .release(name("h"), for: one, reference: name("x")),
      ]
    case 3: return [.transfer(points(), from: one, to: other, reference: name("t"))]
    case 4:
      return [
        .redeem(points(), from: one, reference: name("r")),
        .reverse(of: name("r"), for: one, reference: name("v")),
      ]
    default: return [.earn(points(), for: one, reference: name("e"), expires: .day(9))]
    }
  }

  /// The sum of all accounts; checks that no balance is impossible.
  private static func total(_ balances: [AccountBalance]) -> Int64 {
    var sum: Int64 = 0
    for account in balances {
      let balance = account.balance
      #expect(balance.split.allSatisfy { $0 >= 0 }, "\(account.member) \(balance.split)")
      #expect(balance.arrears == 0)
      sum += balance.net
    }
    return sum
  }

  /// The sum of all accounts according to the log.
  private static func expectedTotal(_ ledger: Ledger) throws -> Int64 {
    var sum: Int64 = 0
    try ledger.forEachEntry { entry in
      sum += entry.change.minorUnits
      return true
    }
    return sum
  }

  private static func shop() throws -> Shop {
    let shop = try Shop()
    for member in members {
      try shop.accept(.earn(.of(start), for: member, reference: .named("start \(member)")))
    }
    return shop
  }

  private static func check(_ shop: Shop, _ answers: [(Post, Answer)]) throws {
    var expected = Int64(members.count) * start
    for (post, answer) in answers {
      switch answer {
      case .posted(let receipt):
        if post.kind != .transfer { expected += receipt.entry.change.minorUnits }
        #expect(receipt.balance.map { $0.split.allSatisfy { $0 >= 0 } } ?? true)
      case .duplicate: Issue.record("\(post.reference) was posted once only")
      case .refused(let refusal):
        switch refusal.code {
        // A refused hold or redemption can be neither captured nor reversed.
        case .insufficientPoints, .unknownOriginal, .notReversible: break
        default: Issue.record("\(post.kind) \(post.reference): \(refusal.code)")
        }
      }
    }
    #expect(total(try shop.ledger.balances()) == expected, "a point was lost or made")
    #expect(try expectedTotal(shop.ledger) == expected)
    try expectSound(shop.ledger, asOf: [.day(0), .day(1), .day(9)])
    // Every entry's balance is the sum of the account's entries up to it.
    var running: [MemberIdentifier: Int64] = [:]
    try shop.ledger.forEachEntry { entry in
      guard let member = entry.post.member else { return true }
      running[member, default: 0] += entry.change.minorUnits
      let balance = try? #require(entry.balanceAfter)
      #expect(running[member] == balance?.minorUnits && balance ?? 0 >= .zero)
      return true
    }
    let digest = try shop.ledger.stateDigest()
    try shop.reopen()
    #expect(try shop.ledger.stateDigest() == digest)
    let report = shop.verify()
    #expect(report.problems == [] && report.stateDigest == digest)
  }

  @Test("threads: no point is lost or made, and no reader ever sees an impossible balance")
  func threads() throws {
    let shop = try Self.shop()
    let ledger = shop.ledger
    let isDone = Locked(false)
    let writers = 20
    let results = Threads.run(writers + 2) { index -> [(Post, Answer)] in
      if index >= writers {
        var last = SequenceNumber(0)
        repeat {
          // A list is a single state of the ledger: it never shows half a transfer.
          guard let balances = try? ledger.balances() else {
            Issue.record("a reader was refused")
            break
          }
          _ = Self.total(balances)
          for member in Self.members {
            let split = (try? ledger.balance(of: member)?.split) ?? [-1]
            #expect(split.allSatisfy { $0 >= 0 })
            let lots = (try? ledger.lots(of: member)) ?? []
            #expect(lots.allSatisfy { $0.remaining > .zero && $0.held <= $0.remaining })
          }
          // A concurrent dry run leaves nothing behind.
          let preview = try? ledger.preview(each: [
            .redeem(1, from: .anna, reference: .named("preview")),
            .transfer(1, from: .ben, to: .cleo, reference: .named("preview 2")),
          ])
          #expect(preview?.allSatisfy { $0.name == "posted" || $0.refusal != nil } == true)
          let next = ledger.nextSequence
          #expect(next >= last)
          if next.value > 0 {
            let newest = try? ledger.entry(at: SequenceNumber(next.value - 1))
            #expect(newest?.sequence.value == next.value - 1)
          }
          last = next
        } while !isDone.withLock { $0 }
        return []
      }
      var done: [(Post, Answer)] = []
      for round in 0..<40 {
        for post in Self.posts(caller: index, round: round) {
          guard let answer = try? ledger.post(post) else {
            Issue.record("an error instead of an answer")
            continue
          }
          done.append((post, answer))
        }
      }
      if index == 0 { isDone.withLock { $0 = true } }
      return done
    }
    try Self.check(shop, results.flatMap { $0 })
  }

  @Test("tasks: the same through the asynchronous calls, with groups among them")
  func tasks() async throws {
    let shop = try Self.shop()
    let ledger = shop.ledger
    let results = try await withThrowingTaskGroup(of: [(Post, Answer)].self) { group in
      for caller in 0..<20 {
        group.addTask {
          var done: [(Post, Answer)] = []
          for round in 0..<10 {
            let posts = Self.posts(caller: caller, round: round)
            let answers: [Answer] =
              caller % 4 == 0
              ? try await ledger.post(atomically: posts) : try await ledger.post(each: posts)
            if caller % 4 == 0 {
              // All or none.
              let posted = answers.filter { $0.receipt != nil }.count
              #expect(posted == 0 || posted == posts.count)
              if posted == 0 { continue }
            }
            done += zip(posts, answers)
          }
          return done
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    try Self.check(shop, results)
  }

  @Test("raced by many threads, each reference is posted exactly once, the rest are duplicates")
  func racedDuplicates() throws {
    let shop = try Self.shop()
    let ledger = shop.ledger
    let answers = Threads.run(20) { _ -> [Answer?] in
      (0..<10).map { round in
        switch round % 3 {
        case 0: try? ledger.post(.earn(5, for: .anna, reference: .named("same \(round)")))
        case 1: try? ledger.post(.redeem(5, from: .anna, reference: .named("same \(round)")))
        default: try? ledger.post(.redeem(1_000_000, from: .anna, reference: .named("no \(round)")))
        }
      }
    }
    for round in 0..<10 {
      let names = answers.map { $0[round]?.name ?? "error" }
      let lines = Set(answers.compactMap { $0[round] }.map(line))
      #expect(lines.count == 1, "everybody is told the same")
      if round % 3 == 2 {
        let first = answers.filter { $0[round]?.refusal?.isRepeated == false }.count
        #expect(names.allSatisfy { $0 == "insufficientPoints" } && first == 1)
      } else {
        #expect(names.filter { $0 == "posted" }.count == 1)
        #expect(names.filter { $0 == "duplicate" }.count == 19)
      }
    }
    #expect(shop.ledger.nextSequence.value == 1 + 3 + 10)
    #expect(try shop.split(.anna) == [1_005, 0, 0, 0])
  }

  @Test("raced groups with a reference in common: one is posted, the other a conflict")
  func racedGroups() throws {
    for seed in 0..<10 {
      let shop = try Self.shop()
      let ledger = shop.ledger
      let answers = Threads.run(4) { index in
        let posts: [Post] = [
          .redeem(10, from: .anna, reference: .named("own \(index % 2)")),
          .earn(10, for: .ben, reference: .named("shared")),
        ]
        return (try? ledger.post(atomically: posts).map(\.name)) ?? []
      }
      #expect(answers.filter { $0 == ["posted", "posted"] }.count == 1, "\(seed) \(answers)")
      #expect(answers.filter { $0 == ["duplicate", "duplicate"] }.count == 1)
      #expect(answers.filter { $0.last == "referenceConflict" }.count == 2)
      #expect(try shop.split(.anna) == [990, 0, 0, 0])
      #expect(try shop.split(.ben) == [1_010, 0, 0, 0])
    }
  }

  @Test("a close waits for what is under way; what comes later is told so")
  func closeAmongPosts() throws {
    let shop = try Self.shop()
    let ledger = shop.ledger
    let posted = Threads.run(8) { index -> [Reference] in
      if index == 0 {
        try? ledger.close()
        return []
      }
      var done: [Reference] = []
      for round in 0..<20 {
        let reference = Reference.named("\(index)/\(round)")
        do {
          _ = try ledger.post(.earn(1, for: .anna, reference: reference))
          done.append(reference)
        } catch {
          #expect((error as? LedgerError)?.code == .closed, "\(error)")
        }
      }
      return done
    }.flatMap { $0 }
    try shop.reopen()
    for reference in posted {
      #expect(try shop.ledger.entry(reference: reference) != nil, "an answered post is gone")
    }
    #expect(try shop.balance(.anna).available.minorUnits == Self.start + Int64(posted.count))
  }

  @Test("readers beside the writer see whole groups, and only what is durable")
  func readers() throws {
    let shop = try Self.shop()
    let ledger = shop.ledger
    let options = shop.options
    let isDone = Locked(false)
    _ = Threads.run(4) { index in
      if index > 1 {
        guard let reader = try? Ledger.openForReading(at: Shop.path, options: options) else {
          Issue.record("a reader could not open")
          return
        }
        repeat {
          let hasMore = try? reader.refresh()
          #expect(hasMore != nil)
          let split = (try? [reader.split(.anna), reader.split(.ben)]) ?? []
          // Every group moves 10 from Anna to Ben.
          #expect(split.map(\.first).compactMap { $0 }.reduce(0, +) == 2_000, "\(split)")
        } while !isDone.withLock { $0 }
        return
      }
      for round in 0..<20 {
        _ = try? ledger.post(atomically: [
          .redeem(10, from: .anna, reference: .named("\(index)/\(round)/r")),
          .earn(10, for: .ben, reference: .named("\(index)/\(round)/e")),
        ])
      }
      if index == 0 { isDone.withLock { $0 = true } }
    }
    #expect(try shop.split(.ben) == [1_400, 0, 0, 0])
  }
}

extension Ledger {
  fileprivate func split(_ member: MemberIdentifier) throws -> [Int64] {
    try balance(of: member)?.split ?? []
  }
}
