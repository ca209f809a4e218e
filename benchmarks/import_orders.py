"""How long an import of many orders takes and how much memory it needs: JSON, JSON lines and CSV, new and again.

    python benchmarks/import_orders.py [--orders 100000]

Makes the files and a database in a temporary folder, imports each in a process of its own, and prints a table.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHILD = """
import resource, sys
from amends.cli.main import main
try:
    main(sys.argv[1:])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
POLICY = """
amends: 1
shop: {id: bench, name: Bench, country: US, zone: America/New_York, currency: USD}
version: "1"
starts: 2000-01-01
answers_within: {days: 2}
post_within: {days: 14}
clauses:
  - id: window
    says: You have 30 days.
    within: {days: 30, of: delivery}
    accept: [refund]
"""
COLUMNS = (
    "number", "currency", "placed_at", "country", "postcode", "email", "customer_name", "shipping", "paid", "paid_by",
    "shipped_at", "delivered_at", "product", "sku", "name", "quantity", "unit_price", "category",
)  # fmt: skip


def made(count: int) -> Iterator[dict[str, Any]]:
    """This function will make orders of one to four lines, the same every time."""
    chance = random.Random(2)  # noqa: S311 - nothing here is secret
    for number in range(1, count + 1):
        lines = [
            {
                "product": f"p{product}",
                "sku": f"p{product}-{chance.choice('SML')}",
                "name": f"Thing number {product}, “{chance.choice(('plain', 'fine'))}”",
                "quantity": chance.choice((1, 1, 1, 2)),
                "unit_price": f"{chance.randrange(500, 20_000) / 100:.2f}",
                "category": chance.choice(("ring", "earring", "necklace")),
            }
            for product in chance.sample(range(2_000), chance.randint(1, 4))
        ]
        total = sum(round(float(line["unit_price"]) * 100) * int(line["quantity"]) for line in lines) + 600
        day = chance.randrange(1, 28)
        yield {
            "number": f"B-{number:07}",
            "currency": "USD",
            "placed_at": f"2026-03-{day:02}T10:20:30-05:00",
            "country": "US",
            "postcode": f"{chance.randrange(10_000, 99_999)}",
            "email": f"customer{chance.randrange(count)}@example.com",
            "customer_name": f"Customer {number}",
            "shipping": "6.00",
            "paid": f"{total / 100:.2f}",
            "paid_by": "card",
            "shipped_at": f"2026-04-{day:02}T08:00:00-05:00",
            "delivered_at": f"2026-04-{day + 1:02}T15:00:00-05:00",
            "lines": lines,
        }


def write_files(folder: Path, count: int) -> list[Path]:
    """This function will write the same orders in three forms."""
    paths = [folder / name for name in ("orders.json", "orders.jsonl", "orders.csv")]
    with paths[0].open("w") as array, paths[1].open("w") as lines, paths[2].open("w", newline="") as table:
        rows = csv.DictWriter(table, COLUMNS, extrasaction="ignore")
        rows.writeheader()
        for place, order in enumerate(made(count)):
            text = json.dumps(order, ensure_ascii=False)
            array.write(f"{',' if place else '['}\n{text}")
            lines.write(f"{text}\n")
            rows.writerows({**order, **line} for line in order["lines"])
        array.write("\n]\n")
    return paths


def timed(home: Path, *words: str) -> tuple[float, int]:
    """This function will run an import and return its seconds and the most memory it had, in MB."""
    began = time.perf_counter()
    environment = {**os.environ, "AMENDS_HOME": str(home)}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", CHILD, "import", *words], env=environment, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"the import failed:\n{done.stdout}{done.stderr}")
    return seconds, int(done.stderr.splitlines()[-1]) // 1024


def main() -> None:
    """This function will measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=100_000)
    count = parser.parse_args().orders
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {count:,} orders")
    print(f"{'file':14} {'MB':>6} {'again':>6} {'seconds':>8} {'orders/s':>9} {'memory MB':>10}")
    # Not a private folder: the database runs under an account of its own where this one is root.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "policy.yaml").write_text(POLICY)
        for path in write_files(folder, count):
            home = folder / f"home-{path.suffix[1:]}"
            for again in ("", "yes"):
                seconds, memory = timed(home, str(path), "--shop", "bench", "--policy", str(folder / "policy.yaml"))
                size = path.stat().st_size / 1e6
                print(f"{path.name:14} {size:6.0f} {again:>6} {seconds:8.1f} {count / seconds:9.0f} {memory:10}")


if __name__ == "__main__":
    main()
