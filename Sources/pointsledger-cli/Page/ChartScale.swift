/// The vertical axis of a chart: from a round number to another, in steps of 1, 2 or 5 times a power
/// of ten.
struct ChartScale {
  private static let mostSteps = 5.0

  let low: Double
  let high: Double
  let step: Double

  /// - Parameter values: All finite; 0 is always on the axis.
  init(_ values: [Double]) {
    let least = min(0, values.min() ?? 0)
    let greatest = max(0, values.max() ?? 0)
    var step = 1.0
    if greatest - least > 0 {
      while (greatest - least) / step < 1 { step /= 10 }
      while (greatest - least) / step >= 10 { step *= 10 }
      // Now between 1 and 10 steps.
      let count = (greatest - least) / step
      if count > Self.mostSteps { step *= 2 } else if count <= 2 { step /= 2 }
    }
    self.step = step
    low = (least / step).rounded(.down) * step
    high = max((greatest / step).rounded(.up) * step, low + step)
  }

  /// The numbers at which there is a line, ascending.
  var marks: [Double] {
    (Int((low / step).rounded())...Int((high / step).rounded())).map { Double($0) * step }
  }

  /// From 0 at the bottom to 1 at the top.
  func place(of value: Double) -> Double { (value - low) / (high - low) }

  /// A mark in a few digits: `0.5`, `250`, `12k`, `3.5M`.
  func text(_ mark: Double) -> String {
    var (unit, divisor) = ("", 1.0)
    for larger in ["k", "M", "G", "T"] where mark.magnitude / divisor >= 1_000 {
      divisor *= 1_000
      unit = larger
    }
    // As many decimals as the steps have.
    var (decimals, scaled) = (0, step / divisor)
    while decimals < 9, (scaled - scaled.rounded()).magnitude > 1e-6 {
      decimals += 1
      scaled *= 10
    }
    let power = (0..<decimals).reduce(1) { power, _ in power * 10 }
    let number = Int((mark.magnitude / divisor * Double(power)).rounded())
    let whole = "\(mark < 0 && number > 0 ? "-" : "")\(number / power)"
    if decimals == 0 { return whole + unit }
    let rest = String(number % power)
    return "\(whole).\(String(repeating: "0", count: decimals - rest.utf8.count))\(rest)\(unit)"
  }
}
