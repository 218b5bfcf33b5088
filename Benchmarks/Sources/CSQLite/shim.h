#include <sqlite3.h>

/* One thread uses SQLite at a time, and nobody asks it how much it allocated: it may leave out its
   locks and counters. Without effect once SQLite is in use. */
static inline void ledger_bench_configure_sqlite(void) {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
