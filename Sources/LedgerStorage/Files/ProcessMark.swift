internal import CLedgerSupport

/// The process in which something was made. A child of fork(2) shares descriptors and locks with
/// its parent, and has none of its threads: what the parent opened is not the child's to use.
package struct ProcessMark: Sendable {
  private let number = ledger_process()

  package init() {}

  /// Whether this is that process.
  package var isCurrent: Bool { number == ledger_process() || Canary.isPlanted(.forkedHandle) }
}
