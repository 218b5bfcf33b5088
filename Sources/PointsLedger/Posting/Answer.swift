/// The ledger's answer to a post. With `synced` durability it is given once everything that it
/// rests on is durable.
public enum Answer: Sendable, Codable {
  /// The entry was written now.
  case posted(Receipt)
  /// The same content was posted before under the same reference; this is the first answer again.
  case duplicate(Receipt)
  /// The post is refused, now or when it was first posted.
  case refused(Refusal)

  /// The entry and the balance after it, whether it was posted now or before; nil if it was
  /// refused.
  public var receipt: Receipt? {
    switch self {
    case .posted(let receipt), .duplicate(let receipt): receipt
    case .refused: nil
    }
  }

  /// The reason for a refusal; nil if the entry is posted.
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

/// A refusal and its reason.
public struct Refusal: Hashable, Sendable, Codable {
  public let code: RefusalCode
  /// The sequence number of the `refusal` entry; nil if the code is not recorded.
  public let sequence: SequenceNumber?
  /// Whether an earlier post with this reference had already been refused.
  public let isRepeated: Bool

  package init(code: RefusalCode, sequence: SequenceNumber?, isRepeated: Bool) {
    self.code = code
    self.sequence = sequence
    self.isRepeated = isRepeated
  }
}

/// The posted entry and the balance after it.
public struct Receipt: Sendable, Codable {
  public let entry: Entry
  /// The account's balance right after the entry, as of the entry's effective instant; nil for an
  /// entry that belongs to no account.
  public let balance: Balance?

  public var sequence: SequenceNumber { entry.sequence }
  /// The lots that a debit took from, in the order in which it took from them.
  public var allocations: [Allocation] { entry.allocations }

  package init(entry: Entry, balance: Balance?) {
    self.entry = entry
    self.balance = balance
  }
}
