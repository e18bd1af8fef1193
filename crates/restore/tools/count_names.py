"""Counts the syllables of names for data/names.tsv: count_names.py FAMILIES TEXT... > names.tsv

FAMILIES holds one family name a line, TEXT one paragraph a line. A name is a family name and two or three words behind it, each
with a capital first and small letters behind.
"""
import collections
import math
import sys
import unicodedata

SPACES = '"“”('
# Words behind a king's family name that are no names.
TITLES = {"Tông", "Đế", "Vương", "Tổ", "Hậu", "Mã"}


def names(line, families):
    words = line.split(" ")
    at = 0
    while at < len(words):
        if words[at].strip(SPACES).lower() not in families or not words[at].strip(SPACES)[:1].isupper():
            at += 1
            continue
        name = []
        for word in words[at : at + 5]:
            word = word.lstrip(SPACES)
            bare = word.rstrip('.,;:)”"')
            if not (bare[:1].isupper() and bare.isalpha() and bare[1:].islower()):
                break
            name.append(bare)
            if bare != word:
                break
        if 3 <= len(name) <= 4:
            yield tuple(name)
        at += max(len(name), 1)


def main():
    families = {line.strip().lower() for line in open(sys.argv[1], encoding="utf-8")}
    found = collections.Counter()
    for path in sys.argv[2:]:
        for line in open(path, encoding="utf-8"):
            found.update(names(unicodedata.normalize("NFC", line.strip()), families))
    first, other, pair = (collections.Counter() for _ in range(3))
    for name, times in found.items():
        if TITLES.intersection(name[1:]):
            continue
        weight = 1 + math.log(times)
        first[name[0]] += weight
        for word in name[1:]:
            other[word] += weight
        for a, b in zip(name[1:], name[2:]):
            pair[f"{a} {b}"] += weight
    for family in families:
        first[family.capitalize()] += 1
    for kind, counts, least in (("f", first, 1), ("g", other, 1), ("p", pair, 2)):
        for text, count in sorted(counts.items(), key=lambda item: (-round(item[1]), item[0])):
            if round(count) >= least:
                print(kind, text, round(count), sep="\t")


main()
