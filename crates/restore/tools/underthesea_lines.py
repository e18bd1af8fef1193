"""The damaged lines of a table `number<TAB>damaged<TAB>right`, restored by underthesea, one a line.

For `restore_accuracy --restored`. The restorer is not in the releases up to 9.5: install a checkout of
https://github.com/undertheseanlp/underthesea (`pip install CHECKOUT`).
"""

import sys

from underthesea import restore_diacritics


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as table:
        for row in table:
            print(restore_diacritics(row.rstrip("\n").split("\t")[1]))


if __name__ == "__main__":
    main()
