"""`python -m benchmarks.history FILE LINES`: order lines with claims about them, made up; the same every time.

Written as a stream, so that a hundred million lines take no more memory than one. Every value follows from the number
of its line by a hash, so a line is the same however many there are.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
from benchmarks.claims import policy

from amends.backtest.embedded import connected
from amends.backtest.opening import open_history
from amends.backtest.schema import NOT_YET, History

SEED = 7
DAY = 86_400_000_000
FIRST = 1_640_995_200_000_000  # 2022-01-01
DAYS = 900  # over which orders are placed
# Of each column, the expression over the hashes h (order), l (line) and c (claim) of a line numbered i.
COLUMNS = """
  'O' || (i // 2) || '-' || (i % 2 + 1) AS line,
  h % {days} * {day} + h // 1000 % {day} + {first} AS "order.placed_at",
  "order.placed_at" + 3600000000 + l % (4 * {day}) AS "parcel.shipped_at",
  CASE WHEN l // 64 % 100 = 0 THEN {not_yet} ELSE "parcel.shipped_at" + {day} + l // 4096 % (5 * {day}) END
    AS "parcel.delivered_at",
  CASE WHEN {claimed} THEN "order.placed_at" + 3600000000 + CAST(POW(c % 10000 / 10000.0, 3) * 120 * {day} AS BIGINT)
    + c // 128 % {day} END AS "claim.asked_at",
  CASE WHEN {claimed} THEN ['refund', 'refund', 'refund', 'refund', 'refund', 'exchange', 'exchange', 'store_credit',
    'repair', 'cancel'][CAST(c // 7 % 10 AS INTEGER) + 1] END AS "claim.remedy",
  CASE WHEN {claimed} THEN ['changed_mind', 'changed_mind', 'another_size', 'another_size', 'defective', 'tarnished',
    'damaged_on_arrival', 'stone_loose'][CAST(c // 1024 % 8 AS INTEGER) + 1] END AS "claim.reason",
  CASE WHEN {claimed} THEN c // 333 % 20 = 0 END AS "condition.worn",
  CASE WHEN {claimed} THEN c // 777 % 30 = 0 END AS "condition.used",
  CASE WHEN {claimed} THEN c // 999 % 15 <> 0 END AS "condition.original_packaging",
  CASE WHEN {claimed} AND c // 555 % 12 <> 0 THEN c // 5555 % 6 <> 0 END AS "claim.photo",
  CASE WHEN {claimed} THEN ['wear', 'manufacture', 'accident', 'carriage'][CAST(c // 11 % 4 AS INTEGER) + 1] END
    AS "claim.cause",
  ['US', 'US', 'US', 'CA', 'GB', 'DE', 'FR', 'AU'][CAST(h // 256 % 8 AS INTEGER) + 1] AS "order.country",
  'piece-' || (l // 512 % 400) AS "item.product",
  ['ring', 'earring', 'necklace', 'bracelet', 'ring', 'gift_card', 'necklace', 'charm']
    [CAST(l // 512 % 400 % 8 AS INTEGER) + 1] AS "item.category",
  ['silver', 'gold', 'silver', 'titanium'][CAST(l // 512 % 400 % 4 AS INTEGER) + 1] AS "item.material",
  CASE WHEN l // 8192 % 25 = 0 THEN 'final_sale' WHEN l // 8192 % 50 = 1 THEN 'final_sale|sample_sale' ELSE '' END
    AS "item.marks",
  l // 32768 % 30 = 0 AS "item.personalised",
  l // 65536 % 40 = 0 AS "item.custom",
  l // 131072 % 8 = 0 AS "item.discounted",
  CAST(1000 + l // 262144 % 20000 AS BIGINT) AS "item.price",
  CASE WHEN "item.discounted" THEN "item.price" * 9 // 10 ELSE "item.price" END AS "item.paid",
  "item.paid" + CAST(1000 + h // 97 % 9000 AS BIGINT) AS "order.goods_paid",
  CASE WHEN "order.goods_paid" >= 7500 THEN 0 ELSE 600 END AS "order.shipping_paid",
  CAST(CASE WHEN c // 77 % 20 = 0 THEN 1 ELSE 0 END AS BIGINT) AS "used.order.exchange"
"""


def write_history(target: Path, lines: int, claimed_percent: int = 100, seed: int = SEED) -> History:
    """This function will write a history of so many lines, so many percent of them asked about, and return it."""
    said = COLUMNS.format(
        days=DAYS, day=DAY, first=FIRST, not_yet=NOT_YET, claimed=f"(c // 3 % 100 < {int(claimed_percent)})"
    )
    raw = target.with_suffix(".raw.parquet")
    connection = connected()
    of = policy()
    try:
        connection.execute(
            f"""COPY (SELECT {said} FROM (
                  SELECT i, CAST(hash(i // 2 + {seed} * 1000003) >> 2 AS BIGINT) AS h,
                         CAST(hash(i + {seed} * 7000003) >> 2 AS BIGINT) AS l,
                         CAST(hash(i + {seed} * 9000011 + 1) >> 2 AS BIGINT) AS c
                  FROM range({int(lines)}) AS numbers(i)))
                TO '{raw}' (FORMAT parquet, COMPRESSION zstd)"""  # noqa: S608 - numbers, and a file of ours
        )
        made = open_history(connection, raw, of.shop.zone, of.shop.currency, of.vocabulary)
        Path(made.path).replace(target)
        raw.unlink()
        return open_history(connection, target, of.shop.zone, of.shop.currency, of.vocabulary)
    except duckdb.Error:
        raw.unlink(missing_ok=True)
        raise
    finally:
        connection.close()


if __name__ == "__main__":
    history = write_history(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:4]))
    print(f"{history.lines} lines in {history.path}")
