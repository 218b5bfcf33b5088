import PointsLedger

/// A generator with a seed of its own, so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// Every row of a text, or the first error.
func rows(
  _ text: String, _ format: InterchangeFormat = .csv, chunk: Int = .max,
  scale: (UnitCode?) -> UInt8? = { _ in 0 }
) throws(InterchangeError) -> [ImportRow] {
  try rows(bytes: Array(text.utf8), format, chunk: chunk, scale: scale)
}

func rows(
  bytes: [UInt8], _ format: InterchangeFormat, chunk: Int = .max,
  scale: (UnitCode?) -> UInt8? = { _ in 0 }
) throws(InterchangeError) -> [ImportRow] {
  var reader = try InterchangeReader(
    format: format, source: InterchangeReader.source(of: bytes, chunk: chunk))
  var result: [ImportRow] = []
  while let row = try reader.next(scale: scale) { result.append(row) }
  return result
}

/// The error that reading ends with, or nil.
func fault(
  _ text: String, _ format: InterchangeFormat = .csv, chunk: Int = .max,
  scale: (UnitCode?) -> UInt8? = { _ in 0 }
) -> InterchangeError? {
  do throws(InterchangeError) {
    _ = try rows(text, format, chunk: chunk, scale: scale)
    return nil
  } catch {
    return error
  }
}

extension ImportRow {
  var post: Post? {
    if case .post(let post) = content { return post }
    return nil
  }
}
