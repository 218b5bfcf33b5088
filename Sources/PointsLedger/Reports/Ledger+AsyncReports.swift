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

  /// The same as the synchronous `ageing(at:by:issued:unit:in:)`.
  public func ageing(
    at cut: ReportCut? = nil, by length: CalendarPeriod.Length = .month,
    issued: IssueSpan = .all, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) async throws(LedgerError) -> [AgeingRow] {
    try await apart { () throws(LedgerError) in
      try self.ageing(at: cut, by: length, issued: issued, unit: unit, in: calendar)
    }
  }

  /// The same as the synchronous `cohorts(at:by:issued:unit:in:)`.
  public func cohorts(
    at cut: ReportCut? = nil, by length: CalendarPeriod.Length = .month,
    issued: IssueSpan = .all, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) async throws(LedgerError) -> [CohortRow] {
    try await apart { () throws(LedgerError) in
      try self.cohorts(at: cut, by: length, issued: issued, unit: unit, in: calendar)
    }
  }

  /// The same as the synchronous `expiring(at:until:within:by:unit:in:)`.
  public func expiring(
    at cut: ReportCut? = nil, until end: Instant? = nil, within days: UInt32? = nil,
    by length: CalendarPeriod.Length = .month, unit: UnitCode? = nil,
    in calendar: ZonedCalendar = .utc
  ) async throws(LedgerError) -> [ExpiringRow] {
    try await apart { () throws(LedgerError) in
      try self.expiring(
        at: cut, until: end, within: days, by: length, unit: unit, in: calendar)
    }
  }

  /// The same as the synchronous `expiringByMember(at:until:within:unit:in:)`.
  public func expiringByMember(
    at cut: ReportCut? = nil, until end: Instant? = nil, within days: UInt32? = nil,
    unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) async throws(LedgerError) -> [MemberExpiry] {
    try await apart { () throws(LedgerError) in
      try self.expiringByMember(at: cut, until: end, within: days, unit: unit, in: calendar)
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

  /// The same as the synchronous `rollforward(from:to:by:split:unit:in:)`.
  public func rollforward(
    from: Instant? = nil, to: Instant? = nil, by length: CalendarPeriod.Length? = nil,
    split: RollforwardRow.Split? = nil, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) async throws(LedgerError) -> [RollforwardRow] {
    try await apart { () throws(LedgerError) in
      try self.rollforward(
        from: from, to: to, by: length, split: split, unit: unit, in: calendar)
    }
  }

  /// The same as the synchronous `breakageHistory(at:unit:in:)`.
  public func breakageHistory(
    at cut: ReportCut? = nil, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) async throws(LedgerError) -> BreakageHistory? {
    try await apart { () throws(LedgerError) in
      try self.breakageHistory(at: cut, unit: unit, in: calendar)
    }
  }

  /// The same as the synchronous
  /// `revenue(at:allocated:breakage:recognised:by:issued:unit:in:)`.
  public func revenue(
    at cut: ReportCut? = nil, allocated: ExactDecimal, breakage: ExactDecimal,
    recognised: ExactDecimal = .zero, by length: CalendarPeriod.Length? = nil,
    issued: IssueSpan = .all, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) async throws(LedgerError) -> [RevenueRow] {
    try await apart { () throws(LedgerError) in
      try self.revenue(
        at: cut, allocated: allocated, breakage: breakage, recognised: recognised, by: length,
        issued: issued, unit: unit, in: calendar)
    }
  }
}
