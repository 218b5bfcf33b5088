#pragma once

/// Starts to load the cache line at an address, which need not be readable, and does not wait for
/// it.
static inline void ledger_prefetch(const void *address) { __builtin_prefetch(address); }
