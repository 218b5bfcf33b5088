import ArgumentParser
import PointsLedger

/// Which account, as of when, and as known when.
struct ViewOptions: ParsableArguments {
  @Option(help: "The unit; left out: the ledger's first.", transform: Parsing.unit)
  var unit: UnitCode?

  @Option(help: "As of this instant, past or future; without it, now.", transform: Parsing.instant)
  var asOf: Instant?

  @Option(help: "As the ledger knew it after this entry.", transform: Parsing.sequence)
  var atSequence: SequenceNumber?
}
