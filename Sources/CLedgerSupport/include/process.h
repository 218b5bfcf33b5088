#pragma once

#include <stdint.h>

/// The number of fork(2) calls that led to this process since the library was loaded.
extern uint32_t ledger_fork_count;

/// A number that stays the same within a process, and differs in its children.
static inline uint32_t ledger_process(void) {
  return __atomic_load_n(&ledger_fork_count, __ATOMIC_RELAXED);
}
