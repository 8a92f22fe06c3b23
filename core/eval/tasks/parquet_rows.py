# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the rows of a Parquet file as JSON, one a line: python parquet_rows.py FILE.parquet OUT.jsonl LIMIT

LIMIT: the first rows; 0 is all. Exit code 3: this Python has no pyarrow; 4: the file is no Parquet file or damaged, and why is
printed.
"""
import json
import sys

try:
    import pyarrow.parquet as parquet
except ImportError:
    sys.exit(3)


def main(source, out, limit):
    left = limit or None
    with open(out, "w", encoding="utf-8") as lines:
        for batch in parquet.ParquetFile(source).iter_batches(batch_size=1024):
            for row in batch.slice(0, left).to_pylist():
                lines.write(json.dumps(row, ensure_ascii=False, allow_nan=False, default=str) + "\n")
            if left is not None:
                left -= min(left, batch.num_rows)
                if left == 0:
                    return


try:
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
except Exception as error:  # whatever a damaged file makes of it
    print(" ".join(str(error).split())[:400])
    sys.exit(4)
