import PointsLedger

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
