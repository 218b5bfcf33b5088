import ArgumentParser
import PointsLedger

/// As of when, and as known when.
struct MomentOptions: ParsableArguments {
  @Option(help: "As of this instant, past or future; without it, now.", transform: Parsing.instant)
  var asOf: Instant?

  @Option(help: "As the ledger knew it after this entry.", transform: Parsing.sequence)
  var atSequence: SequenceNumber?
}
