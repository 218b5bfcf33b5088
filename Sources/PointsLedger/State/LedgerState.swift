internal import LedgerStorage

/// The state that follows from the log. Posts are decided on it, and replay rebuilds it.
///
/// It changes by the entries alone: `apply` takes a record of any kind, `applyPlainly` and its like
/// take a plain post, with the same effect. A journal can roll back all changes since it began. A state that
/// flushes keeps recently touched values in memory; everything else is in runs.
package struct LedgerState: Sendable {
  package static let maximumUnits = 250
  package static let maximumMembers = Int(UInt32.max) - 1

  package internal(set) var units: [UnitState] = []
  package internal(set) var members = DenseTable<Member>(.members)
  package internal(set) var identifiers = DenseTable<IdentifierPeriod>(.identifiers)
  package internal(set) var accounts = DenseTable<Account>(.accounts)
  /// How much of an entry has been reversed, by its sequence number.
  var reversals = CachedTable<Reversal>(.reversals)
  /// How many points of a lot have expired unused, by its packed id.
  var expired = CachedTable<Int64>(.expired)
  /// The ledger is closed for everything that occurred before this.
  package internal(set) var closedBefore = Int64.min
  package internal(set) var nextSequence: UInt64 = 0
  package internal(set) var lastPosted = Int64.min
  package internal(set) var latestEffective = Int64.min
  /// The clock of the last `clock` entry, where it lies behind `lastPosted`. Nil once an entry is
  /// posted later: the clock has caught up.
  var acceptedClock: Int64?
  /// The sequence numbers of all `clock`, `compact` and `erase` entries, ascending: there are few. They are
  /// about this copy of the ledger, and an import of a dump passes them over.
  var operatorEntries: [UInt64] = []

  /// Whether entries are left out; the links between entries are then not checked.
  var isPartial = false
  /// Whether an entry of the log may be applied later, when the value that it changes is read.
  var defersEntries = false
  /// The highest effective instant up to the end of each block of 1,024 entries.
  var instants = CachedTable<Int64>(.instants)
  var names = HashTable(.names)
  var references = HashTable(.references)
  /// Whether references are kept: not where only a base is made of the state.
  var keepsReferences = true
  /// The references of the entries that were dropped; nil if none were.
  var dropped: DroppedReferences?
  /// Balances that were computed and not changed since.
  var balanceCache = BalanceCache()
  /// Keys the hashes of both hash tables.
  let hashKey: UInt64
  var journals: [Journal] = []
  /// Changes whenever an earlier lookup may mean another member or account by now, and whenever
  /// recent values go into a run.
  var version: UInt64 = 0
  /// How the state is flushed to runs; nil if it makes no further runs.
  var flushPolicy: FlushPolicy?
  /// Counts the pending runs that were taken over, failed ones included. Results of lookups in the
  /// runs hold until it changes.
  var takenRunCount: UInt64 = 0
  /// The run that is being made of the last flush.
  var pendingRun: PendingRun?
  /// Never set. It makes the compiler pass a state by address: otherwise a mutating function would
  /// copy the whole kilobyte before each call of a function that does not mutate.
  private let byAddress: (any Sendable)? = nil

  package struct Reversal: Hashable, Sendable {
    package var amount: Int64 = 0
    package var covered: Int64 = 0
  }

  package init(hashKey: UInt64) { self.hashKey = hashKey }

  /// The member that `member` has become through merges.
  package func survivor(of member: UInt32) -> UInt32 {
    var current = member
    var last: UInt64 = 0
    // A surviving member is merged later than the members merged into it, if ever.
    while let merger = members.look(Int(current), { $0.merged }), merger.sequence > last {
      current = merger.into
      last = merger.sequence
    }
    return current
  }

  /// All periods of `text`, in log order.
  package func periods(of text: InlineText) -> [IdentifierPeriod] {
    var numbers: [UInt64] = []
    var search = names.search(text.hash64(key: hashKey))
    while let number = names.next(&search) {
      if identifiers[Int(number)].text == text { numbers.append(number) }
    }
    return numbers.sorted().map { identifiers[Int($0)] }
  }

  /// Whether an entry may have a reference with this hash; if false, none has.
  func mayKnow(hash: UInt64) -> Bool {
    var search = references.search(hash)
    return references.next(&search) != nil
  }

  /// Whether the reference is that of an entry that was dropped.
  func wasDropped(_ reference: InlineText) -> Bool {
    guard let dropped else { return false }
    do { return try dropped.contains(reference) } catch {
      runs.noteBase(error.description)
      return true
    }
  }

  /// Candidates for the entry with this reference, by its hash; the caller confirms them.
  package func candidates(for reference: InlineText) -> [UInt64] {
    var found: [UInt64] = []
    var search = references.search(reference.hash64(key: hashKey))
    while let sequence = references.next(&search) { found.append(sequence) }
    return found
  }

  package func unitNumber(_ code: UnitCode) -> UInt8? {
    units.firstIndex { $0.code == code }.map { UInt8($0) }
  }

  /// The account of `member` in `unit`, or nil.
  package func account(member: UInt32, unit: UInt8) -> Account? {
    accountNumber(of: member, unit: unit).map { accounts[$0] }
  }

  /// The number of the account of `member` in `unit`, or nil.
  @inline(__always)
  func accountNumber(of member: UInt32, unit: UInt8) -> Int? {
    members.look(Int(member)) { $0.account(unit: unit) }
  }
}
