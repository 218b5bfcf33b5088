import ArgumentParser
import PointsLedger

/// Which account, as of when, and as known when.
struct ViewOptions: ParsableArguments {
  @Option(help: "The unit; left out: the ledger's first.", transform: Parsing.unit)
  var unit: UnitCode?

  @OptionGroup var moment: MomentOptions

  var asOf: Instant? { moment.asOf }
  var atSequence: SequenceNumber? { moment.atSequence }
}
