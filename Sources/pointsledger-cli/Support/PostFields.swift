import ArgumentParser
import PointsLedger

/// The fields of a post that are options; values may begin with a dash.
struct PostFields: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "The entry's own reference, unique in the ledger.",
    transform: Parsing.reference)
  var reference: Reference

  @Option(
    parsing: .unconditional, help: "When it happened; without it, now.",
    transform: DateArgument.init)
  var occurred: DateArgument?

  @Option(
    parsing: .unconditional,
    help: "The unit; without it, that of --original, or else the ledger's first.",
    transform: Parsing.unit)
  var unit: UnitCode?

  @Option(
    parsing: .unconditional,
    help: "From when a credit can be spent: an instant, or counted from --occurred, like +14d.",
    transform: PostDateArgument.init)
  var activates: PostDateArgument?

  @Option(
    parsing: .unconditional,
    help: """
      When a credit ends, or a hold's deadline: an instant, or counted like end-of-month+12mo in \
      --time-zone, or in a zone of its own: end-of-month+12mo@Europe/Berlin.
      """,
    transform: PostDateArgument.init)
  var expires: PostDateArgument?

  @Option(
    parsing: .unconditional, help: "The entry that this one is about.",
    transform: Parsing.reference)
  var original: Reference?

  @Option(
    parsing: .unconditional,
    help: "The other member or identifier: see link, unlink, merge and transfer above.",
    transform: Parsing.member)
  var counterparty: MemberIdentifier?

  @Option(
    parsing: .unconditional, help: "Credits to take from, by reference, separated by spaces.",
    transform: Parsing.lots)
  var lots: [Reference]?

  @Flag(help: "A redemption may take less; a capture leaves the rest held.")
  var partial = false

  @Option(
    parsing: .unconditional,
    help: "For unit: key=value, separated by spaces; freeze: all; an adjust below 0: arrears.")
  var policy: String?

  @Option(parsing: .unconditional, help: "Where.") var location: String?
  @Option(parsing: .unconditional, help: "Who.") var actor: String?
  @Option(parsing: .unconditional, help: "Why.") var reason: String?
  @Option(parsing: .unconditional, help: "For what.") var campaign: String?
  @Option(parsing: .unconditional, help: "What it was counted on, a decimal.") var basis: String?
  @Option(parsing: .unconditional, help: "The basis' unit, EUR or kg.") var basisUnit: String?
  @Option(parsing: .unconditional, help: "Anything.") var memo: String?

  @OptionGroup var zone: ZoneOption

  /// A post of this kind with these fields; the caller adds member and points.
  func post(_ kind: EntryKind) throws(CommandFailure) -> Post {
    var post = Post(kind: kind, reference: reference)
    post.occurred = zone.instant(occurred)
    post.unit = unit
    post.activates = activates?.date(in: zone.timeZone)
    post.expires = expires?.date(in: zone.timeZone)
    post.original = original
    post.counterparty = counterparty
    post.lots = lots ?? []
    post.partial = partial ? true : nil
    try setPolicy(of: &post)
    post.texts = EntryTexts(
      location: given(location), actor: given(actor), reason: given(reason),
      campaign: given(campaign), basis: given(basis), basisUnit: given(basisUnit),
      memo: given(memo))
    return post
  }

  private func setPolicy(of post: inout Post) throws(CommandFailure) {
    guard let policy = given(policy) else { return }
    switch post.kind {
    case .freeze:
      try check(policy, of: post.kind, "all")
      post.freezesCredits = true
    case .adjust:
      try check(policy, of: post.kind, "arrears")
      post.overdraws = true
    default:
      do throws(PolicyTextError) {
        post.terms = try PolicyText.parse(policy)
      } catch {
        throw CommandFailure(.usage, "--policy: \(error)")
      }
    }
  }

  private func check(
    _ policy: String, of kind: EntryKind, _ only: String
  ) throws(CommandFailure) {
    guard policy == only else {
      throw CommandFailure(
        .usage, "--policy `\(policy)`: for \(kind.name) write \(only), or leave it out")
    }
  }

  /// An empty text means none, as in a file.
  private func given(_ text: String?) -> String? { text?.isEmpty == true ? nil : text }
}
