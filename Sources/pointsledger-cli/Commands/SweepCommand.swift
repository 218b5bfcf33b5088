import ArgumentParser
import PointsLedger

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Book every expiry and hold deadline that is due.",
    discussion: """
      Balances are right without it; it only brings the log up to date.

      Example:
        pointsledger sweep shop
      """)

  @OptionGroup var target: LedgerArgument

  @Option(
    name: .customLong("as-of"), help: "Up to this instant; without it, now.",
    transform: DateArgument.init)
  var asOfDate: DateArgument?

  @OptionGroup var zone: ZoneOption

  private var asOf: Instant? { zone.instant(asOfDate) }

  func run() throws {
    Interruption.watch()
    let result = try target.write { try $0.sweep(asOf: asOf) }
    try CommandFailure.addingTo("the sweep was done: \(Count.entries(result.entries))") {
      try report(result)
    }
    try Interruption.check()
  }

  private func report(_ result: SweepResult) throws {
    let totals = result.units
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.sweep(result, to: &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      for total in totals {
        let suffix = totals.count == 1 ? "" : " \(total.unit)"
        listing.add("expired\(suffix)", total.expired.text(scale: UInt8(clamping: total.scale)))
        listing.add("released\(suffix)", total.released.text(scale: UInt8(clamping: total.scale)))
      }
      listing.add("entries", String(result.entries))
      try listing.write(to: &output)
    }
    try output.flush()
  }
}

extension JSONObjectWriter {
  /// Appends the keys of a sweep. With several units the sums are over all of them, and `units` has
  /// each of them.
  mutating func sweep(_ result: SweepResult, to output: inout [UInt8]) {
    let totals = result.units
    string("expired", Self.sum(totals, \.expired), to: &output)
    string("released", Self.sum(totals, \.released), to: &output)
    integer("entries", result.entries, to: &output)
    array("units", totals, to: &output) { item, total, output in
      let scale = UInt8(clamping: total.scale)
      item.string("unit", total.unit.description, to: &output)
      item.string("expired", total.expired.text(scale: scale), to: &output)
      item.string("released", total.released.text(scale: scale), to: &output)
    }
  }

  /// The sum over all units, with as many decimals as the finest one has.
  private static func sum(
    _ totals: [SweepResult.UnitTotal], _ part: (SweepResult.UnitTotal) -> Points
  ) -> String {
    let scale = totals.map(\.scale).max() ?? 0
    var sum: Int64 = 0
    for total in totals {
      var points = part(total).minorUnits
      for _ in total.scale..<scale {
        points = points.multipliedReportingOverflow(by: 10).overflow ? .max : points * 10
      }
      let (next, overflow) = sum.addingReportingOverflow(points)
      sum = overflow ? .max : next
    }
    return Points(minorUnits: sum).text(scale: UInt8(clamping: scale))
  }
}
