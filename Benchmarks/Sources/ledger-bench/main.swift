import Glibc
import PointsLedger

let usage = """
  usage: ledger-bench DIRECTORY [ROWS [ROUNDS]]
           Both sides in one run, one table: ratios of medians.
         ledger-bench scale DIRECTORY FILE [--sqlite]
           A file as tools/generate-workload writes it: what each million rows costs.
         ledger-bench seal DIRECTORY FILE
           Sealing alone, on such a file.
         ledger-bench look DIRECTORY FILE
           Look-ups alone, in a ledger that was imported from such a file.
         ledger-bench readers DIRECTORY FILE
           An import of such a file, alone and beside eight processes that ask for balances.
         ledger-bench till DIRECTORY SECONDS [FILE]
           Durable posts one at a time, second by second: for a look at what readers beside it cost.
           With the file that the ledger in the directory was imported from: to that ledger.
         ledger-bench callers DIRECTORY SECONDS
           Durable posts of 1, 4, 16 and 64 callers at once, on both sides in turn.
         ledger-bench served PROGRAM DIRECTORY SECONDS
           Durable posts of 1 and 64 clients of `PROGRAM serve`, and of as many threads.
         ledger-bench compact LEDGER INSTANT
           Durable posts one at a time, alone and beside a compaction of the ledger.
  DIRECTORY must not exist yet.
  """

func makeDirectory(_ path: String) {
  guard mkdir(path, 0o755) == 0 else {
    print("\(path): cannot be made; name one that does not exist yet")
    exit(73)
  }
}

func run(_ words: [String]) throws {
  switch words.first {
  case "readers" where words.count == 3:
    makeDirectory(words[1])
    Readers.measure(directory: words[1], file: words[2])
  case Readers.command where words.count >= 5:
    guard let seed = Int(words[4]) else { fatalError(usage) }
    try Readers.run(
      path: words[1], file: words[2], stop: words[3], seed: seed, isIdle: words.count > 5)
  case "callers" where words.count == 3:
    guard let seconds = Int(words[2]), seconds > 0 else { fatalError(usage) }
    makeDirectory(words[1])
    try Callers.measure(directory: words[1], seconds: seconds)
  case "served" where words.count == 4:
    guard let seconds = Int(words[3]), seconds > 0 else { fatalError(usage) }
    makeDirectory(words[2])
    try Served.measure(program: words[1], directory: words[2], seconds: seconds)
  case "compact" where words.count == 3:
    try Compacting.measure(path: words[1], before: try Instant(words[2]))
  case "look" where words.count == 3: try Looking.measure(path: words[1], file: words[2])
  case "seal" where words.count == 3: try Sealing.measure(path: words[1], file: words[2])
  case "till" where words.count == 3 || words.count == 4,
    Till.command where words.count == 3 || words.count == 4:
    guard let seconds = Int(words[2]), seconds > 0 else { fatalError(usage) }
    let file = words.count == 4 ? words[3] : nil
    if words.first == Till.command {
      try Till.run(path: words[1], seconds: seconds, file: file)
    } else {
      Till.start(path: words[1], seconds: seconds, file: file)
    }
  case "scale" where words.count == 3 || words.count == 4 && words[3] == "--sqlite":
    makeDirectory(words[1])
    try Scale.run(directory: words[1], file: words[2], againstSQLite: words.count == 4)
  case ImportProcess.command where words.count == 4:
    guard let contender = Contender(rawValue: words[1]) else { fatalError("who is \(words[1])?") }
    try ImportProcess.run(contender, path: words[2], file: words[3])
  case Comparison.command where words.count == 4:
    guard let time = Int64(words[3]) else { fatalError("when is \(words[3])?") }
    try Comparison.run(ledger: words[1], sqlite: words[2], asOf: time)
  case let directory? where words.count <= 3 && !directory.hasPrefix("-"):
    guard let rows = words.count > 1 ? Int(words[1]) : 200_000, rows > 0,
      let rounds = words.count > 2 ? Int(words[2]) : 3, rounds > 0
    else { fallthrough }
    makeDirectory(directory)
    try Rounds.run(directory: directory, rows: rows, rounds: rounds)
  default:
    print(usage)
    exit(64)
  }
}

do {
  try run(Array(CommandLine.arguments.dropFirst()))
} catch {
  print("failed: \(error)")
  exit(1)
}
