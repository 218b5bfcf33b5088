import Glibc
import PointsLedger

/// `hammer DIRECTORY THREADS MILLISECONDS SEED`: threads post, group, read, sweep and preview while
/// the ledger seals, and one closes it meanwhile. Prints what was done; `wrong` lines are faults.
func hammer(_ arguments: Arguments) throws {
  let directory = arguments.text(0)
  let ledger = try Ledger.open(at: directory, options: hostOptions())
  let seed = arguments.number(3)
  let tally = Tally()
  let end = seconds() + Double(arguments.number(2)) / 1_000
  let threads = Threads(arguments.number(1)) { number in
    var caller = HammeringCaller(ledger: ledger, seed: seed, number: number, tally: tally)
    while seconds() < end + 0.2 { if !caller.take() { return } }
  }
  usleep(UInt32(max(end - seconds(), 0) * 1e6))
  do { try ledger.close() } catch { say("wrong close: \(error)") }
  threads.join()
  do { try ledger.close() } catch { say("wrong second close: \(error)") }
  tally.report()
  let report = Ledger.verify(at: directory, options: hostOptions())
  if !report.isSound { say("wrong verify: \(report.problems.prefix(3))") }
  let reader = try Ledger.openForReading(at: directory, options: hostOptions())
  if reader.nextSequence != ledger.nextSequence { say("wrong end: \(reader.nextSequence)") }
}

/// One of the hammering threads.
struct HammeringCaller {
  private let ledger: Ledger
  private let number: Int
  private let prefix: String
  private let tally: Tally
  private var dice: Dice
  private var step = 0
  private var last: UInt64 = 0

  init(ledger: Ledger, seed: Int, number: Int, tally: Tally) {
    self.ledger = ledger
    self.number = number
    self.tally = tally
    prefix = "h\(seed)"
    dice = Dice(seed: seed &+ number)
  }

  /// Does one step; false once the ledger has been closed for a while.
  mutating func take() -> Bool {
    step += 1
    do {
      try act(member("h\(dice.roll(50))"))
      let next = ledger.nextSequence.value
      if next < last { say("wrong: the next sequence number went back from \(last) to \(next)") }
      last = next
    } catch let error as LedgerError where error.code == .closed {
      if tally.add("after close") > 2_000 { return false }
      usleep(100)
    } catch let error as LedgerError where error.code == .unknownMember {
    } catch {
      if tally.add("errors") < 10 { say("wrong error: \(error)") }
    }
    return true
  }

  private mutating func act(_ someone: MemberIdentifier) throws {
    let name = "\(prefix).\(number).\(step)"
    switch dice.roll(16) {
    case 0...3:
      book(try ledger.post(.earn(points(100), for: someone, reference: reference(name))))
    case 4, 5:
      book(try ledger.post(.redeem(points(50), from: someone, reference: reference(name))))
    case 6:
      let posts = (0..<3).map { Post.earn(1, for: someone, reference: reference("\(name).\($0)")) }
      for answer in try ledger.post(atomically: posts) { book(answer) }
    case 7:
      let (ledger, post) = (ledger, Post.earn(1, for: someone, reference: reference(name)))
      book(try awaiting { try await ledger.post(post) })
    case 8: try look(someone)
    case 9: _ = try ledger.history(of: someone, limit: 20)
    case 10: _ = try ledger.lots(of: someone)
    case 11: _ = try ledger.entry(reference: reference("\(prefix).\(number).\(step - 3)"))
    case 12:
      _ = try ledger.preview(each: [.redeem(1, from: someone, reference: reference("\(name).p"))])
    case 13: if dice.roll(20) == 0 { _ = try ledger.balances() }
    case 14: if dice.roll(20) == 0 { _ = try ledger.sweep() }
    default: if dice.roll(20) == 0 { _ = try ledger.info() }
    }
  }

  private mutating func points(_ most: Int) -> Points {
    Points(minorUnits: Int64(1 + dice.roll(most)))
  }

  private func look(_ someone: MemberIdentifier) throws {
    if let balance = try ledger.balance(of: someone), balance.available < .zero {
      say("wrong: a negative balance")
    }
    tally.add("looked")
  }

  private func book(_ answer: Answer) {
    switch answer {
    case .posted: tally.add("posted")
    case .duplicate: say("wrong: a new reference is a duplicate")
    case .refused: tally.add("refused")
    }
  }
}
