internal import LedgerStorage

/// Everything that the log amounts to: what posting is decided on and replay rebuilds.
///
/// It changes by `apply` only. A journal, once begun, can take back all changes since. A state that
/// flushes keeps in memory what was touched lately; all else is in runs.
package struct LedgerState: Sendable {
  package static let maximumUnits = 250
  package static let maximumMembers = Int(UInt32.max) - 1

  package internal(set) var units: [UnitState] = []
  package internal(set) var members = DenseTable<Member>(.members)
  package internal(set) var identifiers = DenseTable<IdentifierPeriod>(.identifiers)
  package internal(set) var accounts = DenseTable<Account>(.accounts)
  /// What of an entry has been reversed, by its sequence number.
  var reversals = CachedTable<Reversal>(.reversals)
  /// What of a lot has expired unused, by its packed id.
  var expired = CachedTable<Int64>(.expired)
  /// All that occurred before is closed.
  package internal(set) var closedBefore = Int64.min
  package internal(set) var nextSequence: UInt64 = 0
  package internal(set) var lastPosted = Int64.min
  package internal(set) var latestEffective = Int64.min

  /// Whether entries are left out: then the links between them are not checked.
  var isPartial = false
  /// Whether entries of the log may be applied when what they change is looked at.
  var defersEntries = false
  /// The highest effective instant up to the end of each 1,024 entries.
  var instants = CachedTable<Int64>(.instants)
  var names = HashTable(.names)
  var references = HashTable(.references)
  /// What was told of members since something was posted for them.
  var balanceCache = BalanceCache()
  /// Keys both indexes.
  let hashKey: UInt64
  var journals: [Journal] = []
  /// Changes whenever another member or account may be meant by what was found before, and whenever
  /// what came lately goes into a run.
  var version: UInt64 = 0
  /// How the state is flushed in runs; nil: it is not, and all of it is in memory.
  var flushPolicy: FlushPolicy?
  /// How many runs what came lately went into since the state was made: what was found in the runs holds
  /// until then.
  var takenRunCount: UInt64 = 0
  /// The run that is being made of what was flushed last.
  var pendingRun: PendingRun?
  /// Never set. With it a state is passed by address alone: functions that change it would else copy
  /// all of its kilobyte before each call of one that does not.
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
    // A member that stays is merged later than those that became it, if ever.
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

  /// Whether an entry may have a reference of this hash; if not, none has.
  func mayKnow(hash: UInt64) -> Bool {
    var search = references.search(hash)
    return references.next(&search) != nil
  }

  /// Candidates for the entry with this reference: those with its hash, to be confirmed.
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
