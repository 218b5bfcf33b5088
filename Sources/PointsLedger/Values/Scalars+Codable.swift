// Values are encoded as the text or number that people write, so that an outbox or a JSON message
// is easy to read. Decoding an invalid value throws `DecodingError.dataCorrupted`.

extension Decoder {
  /// Decodes a text and makes the value from it with `make`, which returns nil if the text is
  /// invalid.
  fileprivate func value<Value>(_ what: String, _ make: (String) -> Value?) throws -> Value {
    let container = try singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = make(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(text.debugDescription) is no \(what)")
    }
    return value
  }
}

extension Encoder {
  fileprivate func encode(text: String) throws {
    var container = singleValueContainer()
    try container.encode(text)
  }
}

extension MemberIdentifier: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.value("member identifier: \(InlineText.nameRule)") { Self($0) }
  }

  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension Reference: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.value("reference: \(InlineText.nameRule)") { Self($0) }
  }

  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension UnitCode: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.value("unit code: 1 to 16 bytes of UTF-8, without white space") {
      Self($0)
    }
  }

  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension Instant: Codable {
  /// From RFC 3339, such as `2026-03-01T12:00:00.000Z`.
  public init(from decoder: any Decoder) throws {
    self = try decoder.value("instant: write it as 2026-03-01T12:00:00Z") { try? Self($0) }
  }

  /// In RFC 3339, in UTC; milliseconds are left out if they are 0.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension PostDate: Codable {
  /// From an instant in RFC 3339, or a rule such as `+14d`.
  public init(from decoder: any Decoder) throws {
    self = try decoder.value("date: write 2026-03-01T12:00:00Z, +14d or end-of-month+12mo") {
      try? Self($0)
    }
  }

  /// As an instant in RFC 3339, or as the rule, which a retry needs.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension SequenceNumber: Codable {
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(UInt64.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}

extension Points: Codable {
  /// From a whole number of minor units.
  public init(from decoder: any Decoder) throws {
    self.init(minorUnits: try decoder.singleValueContainer().decode(Int64.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(minorUnits)
  }
}

extension Digest: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.value("digest: 64 hexadecimal digits in lower case") { text in
      let isHexadecimal = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }
      return text.utf8.count == 64 && isHexadecimal ? Self(text) : nil
    }
  }

  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}

extension LedgerID: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.value("ledger's identity: a UUID") { text in
      text.utf8.count == 36 ? Self(text) : nil
    }
  }

  public func encode(to encoder: any Encoder) throws { try encoder.encode(text: description) }
}
