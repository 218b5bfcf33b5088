/// A whole ledger in a directory that this process has just made, closed.
package struct MadeLedger: Sendable {
  let directory: LedgerDirectory
  let made: MadeDirectory
  let names: [String]

  /// Removes it again, as far as possible.
  package func remove() {
    for name in names { directory.discard(name) }
    made.remove()
  }
}
