internal import Glibc

/// The unit that a medium writes as a whole or not at all: 512 bytes. A log uses the first 8 as a
/// stamp, which distinguishes written sectors from others.
enum Sector {
  static let byteCount = 512
  static let stampByteCount = 8
  static let payloadByteCount = 504

  /// The stamp of sector `index`: the salt, then the index.
  static func stamp(salt: UInt32, index: Int) -> UInt64 {
    UInt64(salt) | UInt64(UInt32(truncatingIfNeeded: index)) << 32
  }

  /// Whether the sector at a byte offset of the bytes has the stamp of sector `index`.
  static func isStamped(_ bytes: RawSpan, at offset: Int, salt: UInt32, index: Int) -> Bool {
    bytes.integer(at: offset) == stamp(salt: salt, index: index)
  }

  /// Copies the payloads of consecutive sectors to the front of `payload`, one after the other.
  /// False, with `payload` partly filled, if a stamp is wrong.
  ///
  /// - Parameters:
  ///   - bytes: Exactly these sectors.
  ///   - firstIndex: The number of the first sector in the file.
  static func gather(
    _ bytes: RawSpan, firstIndex: Int, salt: UInt32, into payload: inout [UInt8]
  ) -> Bool {
    let count = bytes.byteCount / byteCount
    if payload.count < count * payloadByteCount {
      payload = [UInt8](repeating: 0, count: count * payloadByteCount)
    }
    return unsafe payload.withUnsafeMutableBytes { target in
      unsafe bytes.withUnsafeBytes { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return true }
        for sector in 0..<count {
          guard isStamped(bytes, at: sector * byteCount, salt: salt, index: firstIndex + sector)
          else { return false }
          unsafe memcpy(
            to + sector * payloadByteCount, from + sector * byteCount + stampByteCount,
            payloadByteCount)
        }
        return true
      }
    }
  }

  /// Writes a header of 64 bytes and a body into stamped sectors at the front of `sectors`, which
  /// has room for them; fills the rest of the last one with zeros.
  static func scatter(
    header: [UInt8], body: RawSpan, firstIndex: Int, salt: UInt32, into sectors: inout [UInt8]
  ) {
    unsafe sectors.withUnsafeMutableBytes { target in
      unsafe body.withUnsafeBytes { source in
        var done = 0
        var position = 0
        var index = firstIndex
        repeat {
          unsafe target.storeBytes(
            of: stamp(salt: salt, index: index).littleEndian, toByteOffset: position,
            as: UInt64.self)
          var room = unsafe UnsafeMutableRawBufferPointer(
            rebasing: target[position + stampByteCount..<position + byteCount])
          if index == firstIndex {
            unsafe room.copyBytes(from: header)
            unsafe room = UnsafeMutableRawBufferPointer(rebasing: room[header.count...])
          }
          let count = min(room.count, source.count - done)
          unsafe room.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: source[done..<done + count]))
          if count < room.count {
            unsafe UnsafeMutableRawBufferPointer(rebasing: room[count...])
              .initializeMemory(as: UInt8.self, repeating: 0)
          }
          done += count
          position += byteCount
          index += 1
        } while done < source.count
      }
    }
  }
}
