// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

// Tests do not use strict memory safety: #expect expands to code that triggers its warnings. They
// are never optimized, even in a release build: optimizing them took longer than the rest of the
// build.
let testSettings: [SwiftSetting] = [
  .unsafeFlags(["-Onone"]),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The host that `tools/torture` builds and runs. A release build optimizes it, since it is used to
// find races.
let hostSettings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "PointsLedger",
  products: [
    .library(name: "PointsLedger", targets: ["PointsLedger"]),
    .library(name: "PointsLedgerFoundation", targets: ["PointsLedgerFoundation"]),
    .executable(name: "pointsledger", targets: ["pointsledger-cli"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
    .target(name: "CLedgerSupport"),
    .target(
      name: "LedgerStorage", dependencies: ["CLZ4", "CLedgerSupport"], swiftSettings: settings),
    .target(name: "LedgerProof", dependencies: ["CLedgerSupport"], swiftSettings: settings),
    .target(
      name: "PointsLedger", dependencies: ["LedgerStorage", "LedgerProof", "CLedgerSupport"],
      swiftSettings: settings),
    .target(
      name: "PointsLedgerFoundation", dependencies: ["PointsLedger"], swiftSettings: settings),
    .executableTarget(
      name: "pointsledger-cli",
      dependencies: [
        "PointsLedger", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .target(
      name: "LedgerTestSupport", dependencies: ["LedgerStorage"], path: "Tests/LedgerTestSupport",
      swiftSettings: testSettings),
    .executableTarget(
      name: "torture-host", dependencies: ["PointsLedger"], path: "Tests/TortureHost",
      swiftSettings: hostSettings),
    .testTarget(
      name: "LedgerStorageTests",
      dependencies: ["LedgerStorage", "CLedgerSupport", "LedgerTestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "LedgerProofTests",
      dependencies: ["LedgerProof", "CLedgerSupport", "LedgerTestSupport"],
      exclude: ["Vectors"],
      swiftSettings: testSettings),
    .testTarget(
      name: "PointsLedgerTests",
      dependencies: [
        "PointsLedger", "PointsLedgerFoundation", "LedgerProof", "LedgerStorage",
        "LedgerTestSupport",
      ],
      swiftSettings: testSettings),
  ],
  swiftLanguageModes: [.v6]
)
