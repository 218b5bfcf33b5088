import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A failing call: an error or ledgerFull, never a wrong answer")
struct LedgerFaultTests {
  private static let ioError: Int32 = 5
  private static let noSpace: Int32 = 28

  /// Runs a day with one failing call. After an error the ledger is opened again.
  private func run(
    _ day: Int, _ whole: InterruptedSession, failing call: Int, _ number: Int32, _ comment: Comment
  ) throws -> Bool {
    let system = whole.systems[day].copy()
    system.inject(SimulatedFault(nil, number: call, errorNumber: number))
    let session = FullSession()
    let steps = whole.days[day]
    let clock = ManualClock(session.steps[steps.lowerBound].clock)
    func resume(_ step: Int, wasMade: Bool) throws {
      system.removeFaults()
      try whole.resume(
        system.afterCrash(.powerCut, seed: UInt64(call)), at: step, of: day, wasMade: wasMade,
        comment)
    }
    let ledger: Ledger
    do {
      ledger = try InterruptedSession.begin(day, system, clock)
    } catch {
      try resume(steps.lowerBound, wasMade: day > 0)
      return true
    }
    for index in steps {
      do {
        var answers = try session.run(index, on: ledger, clock)
        if answers.contains(where: { $0.refusal?.code == .ledgerFull }) {
          #expect(number == Self.noSpace, comment)
          #expect(Int(ledger.nextSequence.value) == whole.count(before: index), comment)
          answers = try session.run(index, on: ledger, clock)
        }
        #expect(answers.map(InterruptedSession.content) == whole.answers[index], comment)
        #expect(try ledger.stateDigest() == whole.digests[index], comment)
      } catch {
        checkPoisoned(ledger, comment)
        try? ledger.close()
        try resume(index, wasMade: true)
        return true
      }
    }
    do { try ledger.close() } catch { #expect(!system.failedCalls.isEmpty, comment) }
    guard !system.failedCalls.isEmpty else { return false }
    try resume(steps.upperBound, wasMade: true)
    return true
  }

  /// After a write error nothing more can be posted.
  private func checkPoisoned(_ ledger: Ledger, _ comment: Comment) {
    // Malformed, so that nothing is written if only a query has failed.
    let probe = Post.earn(0, for: .anna, reference: .named("probe"))
    do {
      #expect(try ledger.post(probe).refusal?.code == .malformed(.pointsZero), comment)
    } catch {
      #expect([.poisoned, .inputOutput, .full].contains(error.code), "\(error), \(comment)")
    }
  }

  @Test("any call can fail once", arguments: 0..<7, [ioError, noSpace])
  func anyCall(day: Int, number: Int32) throws {
    let whole = try InterruptedSession.whole.get()
    var call = 1
    while true {
      let comment: Comment = "day \(day), call \(call), error \(number)"
      do {
        guard try run(day, whole, failing: call, number, comment) else { break }
      } catch { Issue.record(error, comment) }
      call += 1
    }
    #expect(call > 20)
  }

  @Test(
    "after a failed write or sync nothing is answered from what may not be there",
    arguments: [SimulatedCall.write, .syncData])
  func poisoned(call: SimulatedCall) throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("e1")))
    let durable = try shop.entries().map(line)
    let digest = try shop.ledger.stateDigest()
    shop.system.inject(SimulatedFault(call, errorNumber: Self.ioError))
    let lost = Post.redeem(70, from: .anna, reference: .named("lost"))
    let error = #expect(throws: LedgerError.self) { try shop.ledger.post(lost) }
    #expect(error?.code == .inputOutput)

    // Each query is answered from durable entries, or with an error.
    let ledger = shop.ledger
    #expect(((try? ledger.balance(of: .anna)?.split) ?? [100, 0, 0, 0]) == [100, 0, 0, 0])
    let listed = try? ledger.balances().map(\.balance.split)
    #expect((listed ?? [[100, 0, 0, 0]]) == [[100, 0, 0, 0]])
    #expect(((try? ledger.lots(of: .anna).map(\.remaining)) ?? [100]) == [100])
    #expect(((try? ledger.history(of: .anna).map(line)) ?? [durable[1]]) == [durable[1]])
    #expect((try? ledger.entry(reference: .named("lost"))) == nil)
    #expect(((try? ledger.stateDigest()) ?? digest) == digest)
    #expect(((try? ledger.replay().stateDigest) ?? digest) == digest)
    #expect(((try? ledger.uses(of: SequenceNumber(1)).count) ?? 0) == 0)
    #expect(((try? ledger.info().entries) ?? 2) == 2)
    #expect(ledger.nextSequence.value == 2)
    let previewed = try? ledger.preview(each: [lost]).map(\.name)
    #expect((previewed ?? ["posted"]) == ["posted"], "a preview that says \(previewed ?? [])")
    for post in [lost, .earn(1, for: .anna, reference: .named("e2"))] {
      let refused = #expect(throws: LedgerError.self) { try ledger.post(post) }
      #expect(refused?.code == .poisoned)
    }
    #expect(throws: LedgerError.self) { try ledger.sweep() }
    #expect(throws: LedgerError.self) { try ledger.sync() }

    try? ledger.close()
    let next = try Ledger.open(at: Shop.path, options: shop.options)
    #expect(["posted", "duplicate"].contains(try next.post(lost).name))
    #expect(try next.balance(of: .anna)?.split == [30, 0, 0, 0])
  }

  @Test("a writer that has lost its place does not say that the index is made again")
  func lostPlace() throws {
    let shop = try Shop {
      $0.durability = .buffered
      $0.sealing = .inline
      $0.flushInterval = 16
      $0.memory = 1 << 20
    }
    shop.system.remove("\(Shop.path)/LOCK")
    let posts = (0..<100).map {
      Post.earn(1, for: .anna, reference: .named("e\($0)"))
    }
    _ = try? shop.ledger.post(each: posts)
    #expect(shop.ledger.scheduler.failure?.code == .poisoned)
    #expect(shop.ledger.indexNotes == [])
    #expect(throws: LedgerError.self) { try shop.ledger.sync() }
  }

  @Test("whoever waits in a group that fails is told so, and so is whoever comes later")
  func everybodyIsTold() async throws {
    let shop = try Shop()
    _ = try await shop.ledger.post(.earn(100, for: .anna, reference: .named("e")))
    shop.system.inject(SimulatedFault(.syncData, errorNumber: Self.ioError, isPermanent: true))
    let ledger = shop.ledger
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<20 {
        group.addTask {
          do {
            _ = try await ledger.post(.redeem(1, from: .anna, reference: .named("r\(index)")))
            return true
          } catch {
            return false
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.allSatisfy { !$0 }, "an answer that rests on nothing durable")
  }
}
