"""Ranks entries by SQLite FTS5's BM25: reads {"texts": [...], "queries": [...]}, all folded, and writes for each query
the places of the ten best texts. Words are joined by OR, which ranks better than AND."""

import json
import re
import sqlite3
import sys

asked = json.load(sys.stdin)
base = sqlite3.connect(":memory:")
base.execute("CREATE VIRTUAL TABLE entry USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')")
base.executemany("INSERT INTO entry (rowid, text) VALUES (?, ?)", enumerate(asked["texts"]))
ranked = []
for query in asked["queries"]:
    words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
    best = base.execute("SELECT rowid FROM entry WHERE entry MATCH ? ORDER BY rank LIMIT 10", (words or '""',))
    ranked.append([row[0] for row in best])
json.dump(ranked, sys.stdout)
