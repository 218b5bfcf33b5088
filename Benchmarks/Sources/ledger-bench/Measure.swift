import Glibc

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  let span = try clock.measure { try body() }
  let (whole, atto) = span.components
  return Double(whole) + Double(atto) / 1e18
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}

/// Prints a line at once: some measurements take minutes.
func say(_ line: String) {
  print(line)
  fflush(nil)
}
