import Glibc
import PointsLedger

let usage = """
  usage: ledger-bench DIRECTORY [ROWS [ROUNDS]]   both sides in one run; medians, and their ratios
         ledger-bench scale DIRECTORY FILE        the same once, on rows of tools/generate-workload
         ledger-bench seal DIRECTORY FILE         what sealing takes
  The DIRECTORY does not exist yet.
  """

func makeDirectory(_ path: String) {
  guard mkdir(path, 0o755) == 0 else { fatalError("\(path) cannot be made: name a new one") }
}

let arguments = Array(CommandLine.arguments.dropFirst())
switch (arguments.first, arguments.count) {
case ("import", 4): try Child.work(Bench.side(arguments[1], arguments[2]), file: arguments[3])
case ("seal", 3): try Sealing.measure(path: arguments[1], file: arguments[2])
case ("scale", 3):
  makeDirectory(arguments[1])
  var table = Comparison()
  try Bench.round(arguments[1], arguments[2], isLarge: true, into: &table)
  table.show()
case (let directory?, 1...3):
  let rows = arguments.count > 1 ? Int(arguments[1]) ?? 0 : 1_000_000
  let rounds = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 3
  guard rows >= 1_000, rounds > 0 else { fatalError(usage) }
  makeDirectory(directory)
  let file = "\(directory)/rows.csv"
  WorkloadFile.write(file, rows: rows, members: rows / 10, seed: 42)
  var table = Comparison()
  for round in 0..<rounds {
    makeDirectory("\(directory)/\(round)")
    try Bench.round("\(directory)/\(round)", file, isLarge: false, into: &table)
  }
  table.show()
default: print(usage)
}
