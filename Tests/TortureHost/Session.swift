import Glibc
import PointsLedger

/// `session`: executes the lines of standard input, and answers each with a line: `ok` and the
/// result, `refused CODE`, or `error CODE MESSAGE`.
func session(_ arguments: Arguments) throws {
  var host = HostSession()
  while let line = readLine() {
    let words = line.split(separator: " ").map(String.init)
    do {
      say("ok " + (try host.obey(Arguments(words))))
    } catch let refusal as RefusedPost {
      say("refused \(refusal.code)")
    } catch let error as LedgerError {
      say("error \(error.code) \(error.message)")
    }
  }
}

/// A refusal, thrown to the code that prints answers.
struct RefusedPost: Error {
  let code: RefusalCode
}

/// One ledger that stays open between commands.
struct HostSession {
  private var ledger: Ledger?

  mutating func obey(_ command: Arguments) throws -> String {
    switch command.text(0) {
    case "chdir":
      guard chdir(command.text(1)) == 0 else { fail("cannot change to \(command.text(1))") }
      return ""
    case "open": ledger = try Ledger.open(at: command.text(1), options: hostOptions())
    case "read": ledger = try Ledger.openForReading(at: command.text(1), options: hostOptions())
    case "drop": ledger = nil
    case "close": try opened().close()
    case "refresh": return "\(try opened().refresh())"
    case "earn", "redeem": return try post(command)
    case "batch": return try batch(command.text(1), command.number(2))
    default: return try ask(command)
    }
    return ""
  }

  private func opened() throws -> Ledger {
    guard let ledger else { fail("no ledger is open") }
    return ledger
  }

  /// `earn REFERENCE MEMBER POINTS`, `redeem REFERENCE MEMBER POINTS`
  private func post(_ command: Arguments) throws -> String {
    let (name, someone) = (reference(command.text(1)), member(command.text(2)))
    let points = Points(minorUnits: Int64(command.number(3)))
    let isEarn = command.text(0) == "earn"
    let post: Post =
      isEarn
      ? .earn(points, for: someone, reference: name)
      : .redeem(points, from: someone, reference: name)
    switch try opened().post(post) {
    case .posted(let receipt): return "\(receipt.balance?.available ?? 0)"
    case .duplicate: return "duplicate"
    case .refused(let refusal): throw RefusedPost(code: refusal.code)
    }
  }

  /// `batch PREFIX COUNT`: earns with long memos, so that logs end soon.
  private func batch(_ prefix: String, _ count: Int) throws -> String {
    let texts = EntryTexts(memo: String(repeating: "m", count: 200))
    let answers = try opened().post(
      each: (0..<count).map {
        .earn(1, for: member("b\($0 % 50)"), reference: reference("\(prefix).\($0)"), texts: texts)
      })
    for case .refused(let refusal) in answers { throw RefusedPost(code: refusal.code) }
    return "\(answers.count)"
  }

  private func ask(_ command: Arguments) throws -> String {
    let ledger = try opened()
    switch command.text(0) {
    case "balance":
      guard let balance = try ledger.balance(of: member(command.text(1))) else {
        throw RefusedPost(code: .unknownMember)
      }
      return "\(balance.available) \(balance.earned) \(balance.redeemed)"
    case "balances":
      return try ledger.balances()
        .map { "\($0.member)=\($0.balance.available)" }.joined(separator: " ")
    case "history":
      return try ledger.history(of: member(command.text(1)))
        .map { "\($0.sequence.value)" }.joined(separator: " ")
    case "lots":
      return try ledger.lots(of: member(command.text(1)))
        .map { "\($0.remaining)" }.joined(separator: " ")
    case "entry":
      return try ledger.entry(reference: reference(command.text(1)))
        .map { "\($0.sequence.value)" } ?? "none"
    case "digest": return try ledger.stateDigest().description
    case "next": return "\(ledger.nextSequence.value)"
    default: fail("there is no command \(command.text(0))")
    }
  }
}
