/// What a ledger answers to a post, once what the answer rests on is durable.
public enum Answer: Sendable, Codable {
  /// Written now.
  case posted(Receipt)
  /// The same reference and content was posted before: the first answer again.
  case duplicate(Receipt)
  /// The rules say no, now or at the first time.
  case refused(Refusal)

  /// The entry and what it left behind, whether it was posted now or before; nil if it was refused.
  public var receipt: Receipt? {
    switch self {
    case .posted(let receipt), .duplicate(let receipt): receipt
    case .refused: nil
    }
  }

  /// Why not; nil if the entry is posted.
  public var refusal: Refusal? {
    if case .refused(let refusal) = self { refusal } else { nil }
  }
}

extension Answer: CustomStringConvertible {
  public var description: String {
    switch self {
    case .posted(let receipt): "posted: \(receipt)"
    case .duplicate(let receipt): "posted before: \(receipt)"
    case .refused(let refusal): "refused: \(refusal)"
    }
  }
}

extension Refusal: CustomStringConvertible {
  public var description: String { code.name + (isRepeated ? ", as before" : "") }
}

extension Receipt: CustomStringConvertible {
  public var description: String {
    let left = balance.map { ", \($0.available) minor units available" } ?? ""
    return "entry \(sequence), \(entry.kind.name)\(left)"
  }
}

/// A no, with its reason.
public struct Refusal: Hashable, Sendable, Codable {
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
public struct Receipt: Sendable, Codable {
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
