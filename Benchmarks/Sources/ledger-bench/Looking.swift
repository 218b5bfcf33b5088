/// Look-ups alone, in a ledger that was imported before.
enum Looking {
  static func measure(path: String, file: String) throws {
    let survey = Survey(file)
    let lookups = try LedgerSide(path: path).lookups(of: survey)
    print(
      """
      balance of one of \(survey.members.count) members: \(Int(lookups.balance)) ns
      balance of one of \(survey.regulars.count) members: \(Int(lookups.regular)) ns
      entry by one of \(survey.references.count) references: \(Int(lookups.reference)) ns
      """)
  }
}
