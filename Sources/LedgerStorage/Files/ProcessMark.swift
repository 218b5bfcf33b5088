internal import CLedgerSupport

/// The process in which something was made. A child of fork(2) shares descriptors and locks with
/// its parent, but has none of its threads: it must not use what the parent opened.
package struct ProcessMark: Sendable {
  private let number = ledger_process()

  package init() {}

  /// Whether the current process is that process.
  package var isCurrent: Bool { number == ledger_process() || Canary.isPlanted(.forkedHandle) }
}
