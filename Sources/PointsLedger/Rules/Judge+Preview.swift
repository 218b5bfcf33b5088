extension Judge {
  /// Decides posts as `judge` would, and takes everything back.
  mutating func preview(
    _ posts: [Post], atomic: Bool, posted: Int64, reader: some RecordReader
  ) throws(LedgerError) -> [PostingRequest.PostOutcome] {
    state.beginJournal()
    wantsBalances = true
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
      guard case .posted(let index, let balance) = decision else {
        return PostingRequest.PostOutcome(decision: decision)
      }
      return PostingRequest.PostOutcome(
        decision: decision, record: records[index], balance: balance)
    }
  }
}
