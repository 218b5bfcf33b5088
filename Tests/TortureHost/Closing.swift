import Glibc
import PointsLedger

/// `closing DIRECTORY POSTS MICROSECONDS`: closes the ledger while posts are under way; half of
/// their tasks are cancelled. Prints how many were acknowledged, and a `wrong` line if one of them
/// is missing.
func closing(_ arguments: Arguments) throws {
  let directory = arguments.text(0)
  let ledger = try Ledger.open(at: directory, options: hostOptions())
  let count = arguments.number(1)
  let prefix = "z\(getpid())"
  let tasks = (0..<count).map { number in
    Task { () -> Bool in
      let post = Post.earn(
        1, for: member("z\(number % 9)"), reference: reference("\(prefix).\(number)"))
      if case .posted = try await ledger.post(post) { return true }
      return false
    }
  }
  for (number, task) in tasks.enumerated() where number % 2 == 0 { task.cancel() }
  usleep(UInt32(arguments.number(2)))
  try ledger.close()
  let acknowledged = try awaiting { () async -> [Int] in
    var numbers: [Int] = []
    for (number, task) in tasks.enumerated() where (try? await task.value) == true {
      numbers.append(number)
    }
    return numbers
  }
  let reader = try Ledger.openForReading(at: directory, options: hostOptions())
  for number in acknowledged
  where try reader.entry(reference: reference("\(prefix).\(number)")) == nil {
    say("wrong: \(prefix).\(number) was acknowledged and is not there")
  }
  say("acknowledged \(acknowledged.count)")
}
