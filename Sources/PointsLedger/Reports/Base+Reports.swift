extension Base {
  /// Throws `compacted`, and says from when on there are reports, unless all dropped entries count
  /// before a cut.
  func check(_ cut: ReportCut) throws(LedgerError) {
    guard ReportCut.place(ofEntryAt: try latestEffective()) >= cut.place else { return }
    throw try dropped(
      "the report as of \(cut.instant)", advice: "; reports can begin at \(try before())")
  }
}

extension Ledger {
  /// The start of a span: unless given, that of all entries, or of those that were not dropped.
  ///
  /// - Throws: `compacted` if a dropped entry would count in the span.
  func start(_ from: Instant?) throws(LedgerError) -> ReportCut? {
    guard let base = log.base else { return from.map { .before($0) } }
    guard let from else { return .before(try base.before()) }
    try base.check(.before(from))
    return .before(from)
  }
}
