import Glibc
import PointsLedger

// Both sides in one run, ratios of medians: ledger-bench DIRECTORY [ROWS [ROUNDS]]
// Sealing alone: ledger-bench seal DIRECTORY FILE, rows as tools/generate-workload writes them
var arguments = CommandLine.arguments
let sealsOnly = arguments.count > 1 && arguments[1] == "seal"
if sealsOnly { arguments.remove(at: 1) }
guard arguments.count >= (sealsOnly ? 3 : 2) else {
  print("usage: ledger-bench DIRECTORY [ROWS [ROUNDS]]: a directory that does not exist yet")
  print("       ledger-bench seal DIRECTORY FILE")
  exit(64)
}
let directory = arguments[1]
let rows = arguments.count > 2 ? Int(arguments[2]) ?? 200_000 : 200_000
let rounds = arguments.count > 3 ? max(1, Int(arguments[3]) ?? 3) : 3
if sealsOnly {
  do {
    try Sealing.measure(path: directory, file: arguments[2])
    exit(0)
  } catch {
    print("failed: \(error)")
    exit(1)
  }
}
guard mkdir(directory, 0o755) == 0 else {
  print("\(directory): cannot be made; name one that does not exist yet")
  exit(73)
}

func line(_ name: String, _ ledger: Double, _ sqlite: Double?, _ unit: String, higher: Bool) {
  func number(_ value: Double) -> String { String(Int(value.rounded())) }
  var text = "\(name): ledger \(number(ledger)) \(unit)"
  if let sqlite {
    let ratio = higher ? ledger / sqlite : sqlite / ledger
    text += ", SQLite \(number(sqlite)) \(unit), \(Double(Int(ratio * 10)) / 10)x"
  }
  print(text)
}

do {
  let workload = Workload(rows: rows, members: max(rows / 10, 1), seed: 42)
  var imports: (ledger: [Double], sqlite: [Double]) = ([], [])
  var durables: (ledger: [Double], sqlite: [Double]) = ([], [])
  var redeems: [Double] = []
  for round in 0..<rounds {
    let side = LedgerSide(path: "\(directory)/ledger-\(round)")
    imports.ledger.append(Double(rows) / (try side.importAll(workload)))
    let sqlite = SQLiteSide(path: "\(directory)/sqlite-\(round).db", synchronous: "NORMAL")
    imports.sqlite.append(Double(rows) / sqlite.importAll(workload))
    let end = workload.rows.last?.time ?? 0
    let balances = (try side.balances(asOf: end), sqlite.balances(asOf: end))
    sqlite.close()
    guard balances.0 == balances.1 else {
      print("the balances differ")
      exit(1)
    }
    print("round \(round + 1): the balances of \(balances.0.count) members agree")
    durables.ledger.append(try side.durablePosts(1_000))
    let full = SQLiteSide(path: "\(directory)/sqlite-\(round).db", synchronous: "FULL")
    durables.sqlite.append(full.durablePosts(1_000))
    full.close()
    redeems.append(
      try LedgerSide(path: "\(directory)/lots-\(round)").redeem(fromLots: 10_000))
  }
  line(
    "import, \(rows) rows", median(imports.ledger), median(imports.sqlite), "rows/s", higher: true)
  line(
    "one durable post at a time", median(durables.ledger), median(durables.sqlite), "us",
    higher: false)
  line("redeem from an account of 10,000 lots", median(redeems), nil, "us", higher: false)
} catch {
  print("failed: \(error)")
  exit(1)
}
