/// What a ledger answers to a post, once what the answer rests on is durable.
public enum Answer: Sendable {
  /// Written now.
  case posted(Receipt)
  /// The same reference and content was posted before: the first answer again.
  case duplicate(Receipt)
  /// The rules say no, now or at the first time.
  case refused(Refusal)
}

/// A no, with its reason.
public struct Refusal: Hashable, Sendable {
  public let code: RefusalCode
  /// Of the `refusal` entry; nil if the code is not recorded.
  public let sequence: SequenceNumber?
  /// Whether the reference had been decided so before.
  public let isRepeated: Bool

  package init(code: RefusalCode, sequence: SequenceNumber?, isRepeated: Bool) {
    self.code = code
    self.sequence = sequence
    self.isRepeated = isRepeated
  }
}

/// A yes: the entry and what it left behind.
public struct Receipt: Sendable {
  public let entry: Entry
  /// The account right after the entry, as of the entry's effective instant; nil for an entry
  /// that belongs to no account.
  public let balance: Balance?

  public var sequence: SequenceNumber { entry.sequence }
  /// The lots that a debit took from, in the order in which it took.
  public var allocations: [Allocation] { entry.allocations }

  package init(entry: Entry, balance: Balance?) {
    self.entry = entry
    self.balance = balance
  }
}
