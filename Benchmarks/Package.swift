// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "PointsLedger", path: "..")],
  targets: [
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .executableTarget(
      name: "ledger-bench",
      dependencies: ["CSQLite", .product(name: "PointsLedger", package: "PointsLedger")]),
  ],
  swiftLanguageModes: [.v6]
)
