#include <sqlite3.h>

/* One thread uses SQLite at a time, and no one queries its memory statistics: it can leave out its
   locks and counters. This has no effect once SQLite is in use. */
static inline void ledger_bench_configure_sqlite(void) {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
