import ArgumentParser
import PointsLedger

/// As of when, and as known when.
struct MomentOptions: ParsableArguments {
  @Option(
    name: .customLong("as-of"), help: "As of this instant, past or future; without it, now.",
    transform: DateArgument.init)
  var asOfDate: DateArgument?

  @Option(help: "As the ledger knew it after this entry.", transform: Parsing.sequence)
  var atSequence: SequenceNumber?

  @OptionGroup var zone: ZoneOption

  var asOf: Instant? { zone.instant(asOfDate) }
}
