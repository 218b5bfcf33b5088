/// Look-ups alone, in a ledger that was imported before.
enum Looking {
  static func measure(path: String, file: String) throws {
    let survey = Survey(file)
    let lookups = try LedgerSide(path: path).lookups(of: survey)
    print(
      """
      balance of one of \(survey.members.count) members: \(text(lookups.balance))
      balance of one of \(survey.regulars.count) members: \(text(lookups.regular))
      entry by one of \(survey.references.count) references: \(text(lookups.reference))
      """)
  }

  private static func text(_ times: Lookups.Times) -> String {
    "\(Int(times.first)) ns the first time, \(Int(times.again)) again"
  }
}
