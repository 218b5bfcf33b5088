import Glibc
import PointsLedger

/// `record DIRECTORY THREADS POSTS BASE`: posts of every shape from many threads. Each answer is
/// reported to the recorder when it arrives. References begin with BASE and end with `;`, so that
/// they can be found in the written bytes.
///
/// `P:REFERENCE` is an acknowledged entry; `G:NAME` a group and `B:NAME` a batch of three, NAME.0
/// to NAME.2; `V:NAME:COUNT` a balance that shows COUNT entries, NAME.0 and so on; `N:NUMBER` means
/// that all lower sequence numbers were reported as durable.
func record(_ arguments: Arguments) throws {
  let ledger = try Ledger.open(at: arguments.text(0), options: hostOptions())
  let (count, posts) = (arguments.number(1), arguments.number(2))
  let base = arguments.text(3)
  Threads(count) { number in
    var caller = RecordedCaller(ledger: ledger, base: base, number: number, callers: count)
    do {
      for step in 0..<posts { try caller.take(step) }
    } catch {
      say("error \(error)")
    }
  }.join()
  try ledger.close()
  acknowledge("C:closed")
}

/// One of the posting threads.
struct RecordedCaller {
  private let ledger: Ledger
  private let base: String
  private let number: Int
  private let callers: Int
  private var counted = 0
  private var dice: Dice

  init(ledger: Ledger, base: String, number: Int, callers: Int) {
    self.ledger = ledger
    self.base = base
    self.number = number
    self.callers = callers
    dice = Dice(seed: number &* 77 &+ 5)
  }

  mutating func take(_ step: Int) throws {
    let name = "\(base).\(number).\(step)"
    switch step % 14 {
    case 1: try postThree(name, grouped: true)
    case 2: try redeem(name, step)
    case 3: try postThree(name, grouped: false)
    case 4, 12:
      let (ledger, post) = (ledger, earn(name, step))
      _ = try awaiting { try await ledger.post(post) }
      acknowledge("P:\(name);")
    case 5, 6, 13: try postWhatOthersPostToo(step)
    case 7, 8: try count(step)
    case 9, 10: try lookAtAnother()
    case 11:
      try ledger.sync()
      acknowledge("N:\(ledger.nextSequence.value)")
    default:
      _ = try ledger.post(earn(name, step))
      acknowledge("P:\(name);")
    }
  }

  private mutating func earn(_ name: String, _ step: Int) -> Post {
    .earn(
      5, for: member("m\(dice.roll(20))"), reference: reference(name + ";"),
      expires: instant(1_900_000_000_000), occurred: second(step),
      texts: EntryTexts(memo: String(repeating: "z", count: 1 + dice.roll(700))))
  }

  private mutating func postThree(_ name: String, grouped: Bool) throws {
    let posts = (0..<3).map { earn("\(name).\($0)", $0) }
    if grouped && dice.roll(2) == 0 {
      let ledger = ledger
      _ = try awaiting { try await ledger.post(atomically: posts) }
    } else if grouped {
      _ = try ledger.post(atomically: posts)
    } else {
      _ = try ledger.post(each: posts)
    }
    acknowledge("\(grouped ? "G" : "B"):\(name)")
  }

  /// Posted or refused: either is an entry.
  private mutating func redeem(_ name: String, _ step: Int) throws {
    _ = try ledger.post(
      .redeem(1, from: member("m\(dice.roll(20))"), reference: reference(name + ";")))
    acknowledge("P:\(name);")
  }

  /// All threads post the same, so that some get an answer about an entry that is still under way.
  private func postWhatOthersPostToo(_ step: Int) throws {
    let name = "\(base).s.\(step);"
    _ = try ledger.post(
      .earn(2, for: member("shared"), reference: reference(name), occurred: second(step)))
    acknowledge("P:\(name)")
  }

  /// This thread's own member must have as many points as this thread has counted.
  private mutating func count(_ step: Int) throws {
    let name = "\(base).c\(number)"
    _ = try ledger.post(
      .earn(1, for: member(name), reference: reference("\(name).\(counted);")))
    acknowledge("P:\(name).\(counted);")
    counted += 1
  }

  private mutating func lookAtAnother() throws {
    let name = "\(base).c\(dice.roll(callers))"
    if let balance = try ledger.balance(of: member(name)) {
      acknowledge("V:\(name):\(balance.available)")
    }
    let other = "\(base).s.\(5 + dice.roll(60) / 14 * 14);"
    if try ledger.entry(reference: reference(other)) != nil { acknowledge("P:\(other)") }
    acknowledge("N:\(ledger.nextSequence.value)")
  }
}
