extension Judge {
  /// Decides posts as `judge` would, and takes everything back.
  mutating func preview(
    _ posts: [Post], atomic: Bool, posted: Int64, reader: some RecordReader
  ) throws(LedgerError) -> [PostingRequest.PostOutcome] {
    state.beginJournal()
    defer {
      state.rollBack()
      _ = takeRecords()
    }
    var decisions: [Decision] = []
    if atomic {
      decisions = try judgeGroup(posts, posted: posted, reader: reader)
    } else {
      for post in posts { decisions.append(try judge(post, posted: posted, reader: reader)) }
    }
    return decisions.map { decision in
      var outcome = PostingRequest.PostOutcome(decision: decision)
      guard case .posted(let index) = decision else { return outcome }
      let record = records[index]
      outcome.record = record
      if let member = record.member, let unit = record.unit {
        outcome.balance =
          state.account(member: member, unit: unit)?.balance(at: record.effective)
      }
      return outcome
    }
  }
}
