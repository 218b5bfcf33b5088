extension Decider {
  /// The answer that a post would get.
  struct Forecast: Sendable {
    var decision: Decision
    /// The entry that it would become, or that an equal post of the same preview became.
    var entry: Entry?
    var balance: Balance?
  }

  /// Decides posts as usual, and then rolls everything back.
  mutating func preview(
    _ posts: [Post], atomic: Bool, posted: Int64, reader: some RecordReader
  ) throws(LedgerError) -> [Forecast] {
    state.beginJournal()
    wantsBalances = true
    defer {
      state.rollBack()
      dropRecords()
    }
    var decisions: [Decision] = []
    if atomic {
      decisions = try decideGroup(posts, posted: posted, reader: reader)
    } else {
      for post in posts { decisions.append(try decide(post, posted: posted, reader: reader)) }
    }
    return try forecasts(decisions, reader)
  }

  /// Builds the entries before the rollback, while the names that they introduce are still known.
  private func forecasts(
    _ decisions: [Decision], _ reader: some RecordReader
  ) throws(LedgerError) -> [Forecast] {
    let builder = EntryBuilder(
      names: StateNames(state: state), reader: TrialReader(trial: records, base: reader))
    var made: [UInt64: Forecast] = [:]
    var forecasts: [Forecast] = []
    for decision in decisions {
      var forecast = Forecast(decision: decision)
      switch decision {
      case .posted(let index, let balance, _):
        forecast.entry = try builder.entry(records[index])
        forecast.balance = balance
        made[records[index].sequence] = forecast
      case .duplicate(let record):
        forecast.entry = made[record.sequence]?.entry
        forecast.balance = made[record.sequence]?.balance
      case .refused, .refusedBefore: break
      }
      forecasts.append(forecast)
    }
    return forecasts
  }
}

/// Reads the trial entries, and all earlier ones from the log.
private struct TrialReader<Reader: RecordReader>: RecordReader {
  let trial: [Record]
  let base: Reader

  func record(at sequence: UInt64) throws(LedgerError) -> Record {
    if let first = trial.first?.sequence, sequence >= first,
      sequence - first < UInt64(trial.count)
    {
      return trial[Int(sequence - first)]
    }
    return try base.record(at: sequence)
  }
}
