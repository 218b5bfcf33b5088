import PointsLedger

/// The units of a ledger, as commands need them.
struct Units {
  private let units: [UnitInfo]

  init(of ledger: Ledger) { self.init(ledger.units) }

  init(_ units: [UnitInfo]) { self.units = units }

  /// The decimals of a unit; nil is the first one.
  func scale(of unit: UnitCode?) -> UInt8 { known(unit) ?? 0 }

  func text(_ points: Points, _ unit: UnitCode?) -> String { points.text(scale: scale(of: unit)) }

  /// The decimals, or nil if there is no such unit.
  func known(_ unit: UnitCode?) -> UInt8? {
    let info = unit == nil ? units.first : units.first { $0.code == unit }
    return info.map { UInt8(clamping: $0.scale) }
  }

  /// The requested unit; nil is the first one.
  func chosen(_ unit: UnitCode?) throws(CommandFailure) -> UnitCode {
    if let unit {
      guard units.contains(where: { $0.code == unit }) else {
        throw CommandFailure(
          .refused, "no unit `\(unit)`; the units are \(names)", code: "unknownUnit")
      }
      return unit
    }
    guard let first = units.first else {
      throw CommandFailure(.badData, "the ledger has no unit", code: "damaged")
    }
    return first.code
  }

  private var names: String { units.map(\.code.description).joined(separator: ", ") }
}
