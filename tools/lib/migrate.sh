# Shell functions of the scripts in tools/migrate. To be sourced by bash.
#
#   tools/migrate/NAME FILE            rows for `pointsledger import LEDGER -`
#   tools/migrate/NAME --totals FILE   what they have to come to, for `replay LEDGER --assert -`
#
# The file becomes the table `old` of a database that is removed at the end, with a column for each
# name of its first line. AT is when the old system was left, by default when the file was written;
# TZ is the time zone of times that have none.

. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  sed -n '2,/^$/s/^# \{0,1\}//p' "$0"
  printf 'usage: %s [--totals] FILE\n' "$0"
}

# Reads the arguments, and FILE into the table `old`.
begin() {
  wanted=rows
  [ "${1:-}" = --help ] && { usage; exit 0; }
  [ "${1:-}" = --totals ] && { wanted=totals; shift; }
  [ $# -eq 1 ] || { usage >&2; exit 64; }
  file=$1
  [ -f "$file" ] && [ -r "$file" ] || { printf '%s: there is no such file\n' "$file" >&2; exit 66; }
  install_packages sqlite3 || exit 69
  AT=${AT:-$(date -u -r "$file" +%Y-%m-%dT%H:%M:%SZ)}
  scratch=$(mktemp -d) || exit 73
  trap 'rm -rf "$scratch"' EXIT
  # Spreadsheets of many countries write semicolons.
  local separator=,
  head -n 1 "$file" | grep -q ';' && separator=';'
  part "$file" >"$scratch/file"
  if ! run '.mode csv' ".separator '$separator'" ".import '$scratch/file' old" 2>"$scratch/told" ||
    [ -s "$scratch/told" ]; then
    sed "s|$scratch/file|$file|" "$scratch/told" >&2
    exit 65
  fi
}

# Prints the part of the file that is the table. A script may replace this.
part() { cat "$1"; }

# Runs statements on the database.
run() { sqlite3 -batch -bail "$scratch/db" "$@"; }

# Adds a column without values, if the file does not have it.
optional() {
  local there
  there=$(run "SELECT count(*) FROM pragma_table_info('old') WHERE lower(name) = lower('$1')")
  [ "$there" -gt 0 ] || run "ALTER TABLE old ADD COLUMN \"$1\" TEXT DEFAULT ''"
}

# Prints the answer of a query as CSV. The header is there even if nothing else is.
print() {
  run '.mode csv' '.headers on' "$1" >"$scratch/answer" || exit 65
  if [ -s "$scratch/answer" ]; then
    cat "$scratch/answer"
  elif [ "$wanted" = totals ]; then
    echo member,available
  else
    echo time,kind,member,points,reference
  fi
}

# Prints openings, or their totals.
#
# $1 is a query of one row a card or lot: `line`, `member`, `points`, `unit`, `activates` and
# `expires`, each empty where it says nothing. A member below 0 becomes an enrolled one with a debt.
openings() {
  run "CREATE VIEW cards AS
    SELECT *, CAST(points AS REAL) AS value,
      row_number() OVER (PARTITION BY member ORDER BY line) AS number
    FROM ($1)"
  if [ "$wanted" = totals ]; then
    # Points of a lot that has ended are no points; who owes has none.
    print "SELECT member, unit, printf('%.6f', max(0, sum(value))) AS available FROM cards
      WHERE expires = '' OR julianday(expires) > julianday('$AT') GROUP BY member, unit"
    return
  fi
  print "SELECT '$AT' AS time, kind, member, points,
      prefix || member || iif(number > 1, '/' || number, '') AS reference,
      unit, activates, expires, policy, line AS 'x-line'
    FROM (
      SELECT 1 AS step, 'opening' AS kind, 'old/' AS prefix, '' AS policy,
        line, member, points, unit, activates, expires, number FROM cards WHERE value >= 0
      UNION ALL
      SELECT 2, 'enroll', 'enroll/', '', min(line), member, '', '', '', '', 1 FROM cards
        GROUP BY member HAVING max(value) <= 0 AND min(value) < 0
      UNION ALL
      SELECT 3, 'adjust', 'old/', 'arrears',
        line, member, points, unit, '', '', number FROM cards WHERE value < 0
    ) ORDER BY step, line"
}
