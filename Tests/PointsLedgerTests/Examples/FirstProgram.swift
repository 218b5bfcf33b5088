import PointsLedger

/// The program of the README, line by line.
func firstProgram(_ directory: String) throws -> [String] {
  var printed: [String] = []
  func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }

  let ledger = try Ledger.open(at: directory, creatingWith: [.points])
  let card: MemberIdentifier = "4711"

  _ = try ledger.post(.earn(120, for: card, reference: "S012/T3/000451"))
  switch try ledger.post(.redeem(50, from: card, reference: "S012/T3/000452")) {
  case .posted(let receipt): print("left:", receipt.balance?.available ?? 0)  // left: 70
  case .duplicate(let receipt): print("already done, as entry", receipt.sequence)
  case .refused(let refusal): print("no:", refusal.code)
  }
  try ledger.close()
  return printed
}
