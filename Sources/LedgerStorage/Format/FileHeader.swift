/// The first 128 bytes of every file except `ack` and `LOCK`. See spec/files.md.
struct FileHeader: Equatable, Sendable {
  enum Kind: UInt16, Sendable {
    case manifest = 1
    case log = 2
    case segment = 3
    case text = 4
    case chain = 5
    case run = 6
    case base = 7
  }

  static let byteCount = 128
  static let magic: UInt64 = 0x0A1A_0A0D_474C_5089
  static let formatVersion: UInt16 = 1
  /// The read-only-compatible feature of an archive's manifest: nobody writes it.
  static let archiveFlag: UInt64 = 1
  /// The same of a backup's manifest. Files with later entries than it names are of a backup that
  /// did not come to its end.
  static let backupFlag: UInt64 = 2

  var kind: Kind
  /// The same in every file of a ledger.
  var ledgerID: LedgerUUID
  var fileID: LedgerUUID
  /// For a manifest its own generation, for a run or a base 0, for other files that of the first manifest
  /// that names the file (for a sealed file, at most that).
  var birthGeneration: UInt64
  /// Features that neither readers nor writers need to know.
  var compatibleFlags: UInt64 = 0
  /// Features that only readers need not know.
  var readOnlyFlags: UInt64 = 0
  /// The time of its creation, in milliseconds since 1970.
  var created: Int64
  /// The sequence number of its first entry; in a manifest the one after the last erasure that was
  /// carried out, 0 if there was none.
  var firstSequence: UInt64 = 0
  /// Not 0 in a log; 0 in any other file.
  var salt: UInt32 = 0

  /// Any such flag forbids writing: those of archives and backups, and those that this version does not know.
  var forbidsWriting: Bool { readOnlyFlags != 0 }

  /// The 128 bytes.
  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(Self.magic)
    writer.append(Self.formatVersion)
    writer.append(kind.rawValue)
    writer.append(UInt32(Self.byteCount))
    writer.append(bytes: ledgerID.bytes)
    writer.append(bytes: fileID.bytes)
    writer.append(birthGeneration)
    writer.append(compatibleFlags)
    writer.append(readOnlyFlags)
    writer.append(UInt64(0))
    writer.append(created)
    writer.append(firstSequence)
    writer.append(salt)
    writer.append(zeros: 24)
    writer.appendChecksum()
    return writer.bytes
  }

  /// The checksum field of the encoded header, to which the first frame of a log refers.
  var checksum: UInt32 { encoded().rawSpan.integer(at: Self.byteCount - 4) }

  /// Reads the header at the start of the bytes, with checks in the order of the specification.
  init(decoding bytes: RawSpan, expecting expected: Kind) throws(FormatFault) {
    guard bytes.byteCount >= Self.byteCount else {
      throw .damaged("the file is shorter than its header", at: bytes.byteCount)
    }
    guard bytes.integer(at: 0) == Self.magic else {
      throw .damaged("the file does not begin as a ledger's files do", at: 0)
    }
    let version: UInt16 = bytes.integer(at: 8)
    guard version <= Self.formatVersion else {
      throw .newer("the file has format version \(version), and this is for version 1", at: 8)
    }
    guard bytes.integer(at: 124) == Checksum.crc32c(bytes.extracting(0..<124)) else {
      throw .damaged("the header's checksum is wrong", at: 124)
    }
    let incompatibleFlags: UInt64 = bytes.integer(at: 72)
    guard incompatibleFlags == 0 else {
      throw .newer("the file uses features that this version does not know", at: 72)
    }
    let rawKind: UInt16 = bytes.integer(at: 10)
    guard let kind = Kind(rawValue: rawKind), kind == expected else {
      throw .damaged("the file is of type \(rawKind), not \(expected.rawValue)", at: 10)
    }
    guard version == Self.formatVersion, bytes.integer(at: 12) == UInt32(Self.byteCount),
      bytes.extracting(100..<124).isZero
    else { throw .damaged("the header's fields contradict the format", at: 8) }
    self.kind = kind
    ledgerID = LedgerUUID(bytes, at: 16)
    fileID = LedgerUUID(bytes, at: 32)
    birthGeneration = bytes.integer(at: 48)
    compatibleFlags = bytes.integer(at: 56)
    readOnlyFlags = bytes.integer(at: 64)
    created = bytes.integer(at: 80)
    firstSequence = bytes.integer(at: 88)
    salt = bytes.integer(at: 96)
    guard (salt != 0) == (kind == .log) else {
      throw .damaged("the header's fields contradict its type", at: 88)
    }
  }

  init(
    kind: Kind, ledgerID: LedgerUUID, fileID: LedgerUUID, birthGeneration: UInt64, created: Int64,
    firstSequence: UInt64 = 0, salt: UInt32 = 0
  ) {
    self.kind = kind
    self.ledgerID = ledgerID
    self.fileID = fileID
    self.birthGeneration = birthGeneration
    self.created = created
    self.firstSequence = firstSequence
    self.salt = salt
  }
}
