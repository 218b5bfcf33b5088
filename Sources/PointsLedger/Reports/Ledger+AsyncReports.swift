// The reports, made without blocking a thread of Swift's pool.

extension Ledger {
  /// The same as the synchronous `lapsed(at:days:unit:)`.
  public func lapsed(
    at cut: ReportCut? = nil, days: UInt32 = defaultActivityDays, unit: UnitCode? = nil
  ) async throws(LedgerError) -> [LapsedMember] {
    try await apart { () throws(LedgerError) in
      try self.lapsed(at: cut, days: days, unit: unit)
    }
  }

  /// The same as the synchronous `retention(from:to:days:unit:)`.
  public func retention(
    from: Instant, to: Instant, days: UInt32 = defaultActivityDays, unit: UnitCode? = nil
  ) async throws(LedgerError) -> Retention {
    try await apart { () throws(LedgerError) in
      try self.retention(from: from, to: to, days: days, unit: unit)
    }
  }

  /// The same as the synchronous `repeatShare(from:to:unit:)`.
  public func repeatShare(
    from: Instant? = nil, to: Instant? = nil, unit: UnitCode? = nil
  ) async throws(LedgerError) -> RepeatShare {
    try await apart { () throws(LedgerError) in
      try self.repeatShare(from: from, to: to, unit: unit)
    }
  }

  /// The same as the synchronous `averageBasis(from:to:unit:)`.
  public func averageBasis(
    from: Instant? = nil, to: Instant? = nil, unit: UnitCode? = nil
  ) async throws(LedgerError) -> [BasisRow] {
    try await apart { () throws(LedgerError) in
      try self.averageBasis(from: from, to: to, unit: unit)
    }
  }

  /// The same as the synchronous `ageing(at:unit:)`.
  public func ageing(
    at cut: ReportCut? = nil, unit: UnitCode? = nil
  ) async throws(LedgerError) -> [AgeingRow] {
    try await apart { () throws(LedgerError) in
      try self.ageing(at: cut, unit: unit)
    }
  }

  /// The same as the synchronous `cohorts(at:unit:)`.
  public func cohorts(
    at cut: ReportCut? = nil, unit: UnitCode? = nil
  ) async throws(LedgerError) -> [CohortRow] {
    try await apart { () throws(LedgerError) in
      try self.cohorts(at: cut, unit: unit)
    }
  }

  /// The same as the synchronous `expiring(at:until:by:unit:)`.
  public func expiring(
    at cut: ReportCut? = nil, until end: Instant? = nil, by length: CalendarPeriod.Length = .month,
    unit: UnitCode? = nil
  ) async throws(LedgerError) -> [ExpiringRow] {
    try await apart { () throws(LedgerError) in
      try self.expiring(at: cut, until: end, by: length, unit: unit)
    }
  }

  /// The same as the synchronous `liability(at:value:breakage:unit:)`.
  public func liability(
    at cut: ReportCut? = nil, value: ExactDecimal? = nil, breakage: ExactDecimal? = nil,
    unit: UnitCode? = nil
  ) async throws(LedgerError) -> [LiabilityRow] {
    try await apart { () throws(LedgerError) in
      try self.liability(at: cut, value: value, breakage: breakage, unit: unit)
    }
  }

  /// The same as the synchronous `rollforward(from:to:by:split:unit:)`.
  public func rollforward(
    from: Instant? = nil, to: Instant? = nil, by length: CalendarPeriod.Length? = nil,
    split: RollforwardRow.Split? = nil, unit: UnitCode? = nil
  ) async throws(LedgerError) -> [RollforwardRow] {
    try await apart { () throws(LedgerError) in
      try self.rollforward(from: from, to: to, by: length, split: split, unit: unit)
    }
  }
}
