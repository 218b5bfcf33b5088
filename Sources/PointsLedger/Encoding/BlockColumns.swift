internal import LedgerStorage

/// The values of a block's columns, each column decoded when it is first needed: a single entry
/// needs few.
struct BlockColumns: Sendable {
  /// The most that a log can hold: the shortest item of a list takes eight bytes of it.
  private static let maximumValues = 1 << 20
  private static let maximumTextBytes = 8 << 20

  /// The decoded values, by column number.
  private(set) var integers: [[Int64]]
  private(set) var texts: [ColumnTexts]
  /// By column number.
  private var isDecoded: [Bool]
  private var block: SealedBlock
  /// Whether the columns of region 3 may be missing.
  private let withoutChain: Bool
  /// Why a column could not be decoded.
  private(set) var failure: LedgerError?

  var sequences: Range<UInt64> { block.sequences }
  /// The file, for messages.
  var path: String { block.path }
  /// Whether the columns of region 3 are missing.
  var lacksChain: Bool { withoutChain && !block.hasChain }

  /// - Parameter withoutChain: Whether the columns of region 3 may be missing.
  init(_ block: SealedBlock, withoutChain: Bool = false) {
    self.block = block
    self.withoutChain = withoutChain
    integers = Array(repeating: [], count: EntryColumn.end)
    texts = Array(repeating: ColumnTexts(), count: EntryColumn.end)
    isDecoded = Array(repeating: false, count: EntryColumn.end)
  }

  /// Decodes a column. False if it was decoded before, or cannot be: then `failure` says why.
  mutating func decode(_ column: EntryColumn) -> Bool {
    if isDecoded[Int(column.rawValue)] { return false }
    failure = nil
    do throws(LedgerError) { try load(column) } catch {
      failure = error
      return false
    }
    return true
  }

  /// Decodes all columns.
  mutating func decodeAll() throws(LedgerError) {
    for column in EntryColumn.allCases where !isDecoded[Int(column.rawValue)] { try load(column) }
  }

  private mutating func load(_ column: EntryColumn) throws(LedgerError) {
    do throws(StorageError) { try block.read(column.region) } catch { throw LedgerError(error) }
    guard column.region != .chain || block.hasChain || withoutChain else {
      throw LedgerError(
        .damaged, "\(path): its chain file is unreadable; open the ledger again to rebuild it")
    }
    let number = Int(column.rawValue)
    if let chunk = block.chunk(column.rawValue, of: column.region) {
      do throws(FormatFault) {
        if column.isText {
          texts[number] = try ColumnDecoder.texts(
            chunk.rawSpan, limit: Self.maximumValues, byteLimit: Self.maximumTextBytes)
        } else {
          integers[number] = try ColumnDecoder.integers(chunk.rawSpan, limit: Self.maximumValues)
        }
      } catch {
        throw LedgerError(
          .damaged,
          "\(path), the block with entry \(sequences.lowerBound), column \(column): "
            + "\(error.what); restore a backup")
      }
    }
    isDecoded[number] = true
  }
}
