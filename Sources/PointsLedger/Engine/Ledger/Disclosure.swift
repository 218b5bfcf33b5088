/// All that a ledger holds of a person.
public struct Disclosure: Sendable {
  /// A time in which an identifier named the person.
  public struct Period: Hashable, Sendable {
    public let identifier: MemberIdentifier
    public let from: Instant
    /// The entry that enrolled or linked it.
    public let entry: SequenceNumber
    /// Nil while it lasts.
    public let to: Instant?
  }

  /// Points that are reserved.
  public struct OpenHold: Hashable, Sendable {
    public let entry: SequenceNumber
    public let reference: Reference?
    public let points: Points
    /// Nil: it has no deadline.
    public let deadline: Instant?
  }

  /// Points that the person owes.
  public struct OpenDebt: Hashable, Sendable {
    public let entry: SequenceNumber
    public let reference: Reference?
    public let points: Points
  }

  /// An account as it is now.
  public struct Account: Sendable {
    public let unit: UnitCode
    public let balance: Balance
    public let lots: [LotView]
    public let holds: [OpenHold]
    public let debts: [OpenDebt]
  }

  /// In the order in which they were introduced, those of members merged into the person too.
  public let identifiers: [Period]
  /// In the order of the units.
  public let accounts: [Account]
  /// All of the person's entries, and refusals that name one of the identifiers, in log order.
  public let entries: [Entry]
  /// The first entry that the ledger still has; 0 if it has all.
  public let firstSequence: SequenceNumber
}
