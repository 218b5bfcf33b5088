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
  var marks: [Double] { Array(stride(from: low, through: high + step / 2, by: step)) }

  /// From 0 at the bottom to 1 at the top.
  func place(of value: Double) -> Double { (value - low) / (high - low) }

  /// A number with at most three digits or so: `0.5`, `250`, `12k`, `3.5M`.
  static func text(_ value: Double) -> String {
    var (rest, unit) = (value.magnitude, "")
    for larger in ["k", "M", "G", "T"] where rest >= 1_000 {
      rest /= 1_000
      unit = larger
    }
    let tenths = (rest * 10).rounded()
    let hundredths = (rest * 100).rounded()
    let digits =
      if tenths * 10 != hundredths, rest < 10 {
        decimal(Int(hundredths), 2)
      } else {
        decimal(Int(tenths), 1)
      }
    return (value < 0 ? "-" : "") + digits + unit
  }

  private static func decimal(_ number: Int, _ decimals: Int) -> String {
    let unit = decimals == 1 ? 10 : 100
    if number % unit == 0 { return "\(number / unit)" }
    let rest = String(number % unit)
    return "\(number / unit)." + String(repeating: "0", count: decimals - rest.utf8.count) + rest
  }
}
