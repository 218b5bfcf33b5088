// Filled by the storage layer.
