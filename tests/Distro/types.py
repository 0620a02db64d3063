# SPDX-License-Identifier: GPL-2.0-only
#
# In gdb, with an object loaded: structures, unions and enumerations of a symtypes file against what gdb knows of them. Prints the
# numbers of types, and of members and enumerators, that are equal; status 1 at the first that is not.
#
#   SYMTYPES=FILE gdb -batch -x types.py OBJECT
import os
import re
import sys

import gdb

WORDS = {"s": "struct", "u": "union", "e": "enum"}


def parts(body):
    """What stands between commas of a type string, outside of brackets."""
    depth, start = 0, 0
    for match in re.finditer(r"[{(]|[)}]| , ", body):
        if match[0] == " , " and depth == 0:
            yield body[start:match.start()]
            start = match.end()
        depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(match[0], 0)
    yield body[start:]


def expected_members(body):
    """(name, byte offset, size in bits or none) of named members."""
    for part in parts(body):
        match = re.search(r"([\w$]+)((?: [a-z_]+\(\d+\))*)$", part)
        if match is None or not part.startswith("member ") or match[1] in ("byte_size",):
            continue
        values = dict(re.findall(r"([a-z_]+)\((\d+)\)", match[2]))
        yield match[1], int(values.get("data_member_location", 0)), int(values["bit_size"]) if "bit_size" in values else 0


def check(kind, name, body, size):
    known = gdb.lookup_type(f"{WORDS[kind]} {name}")
    if known.sizeof != size:
        return f"size {size} instead of {known.sizeof}", 0
    if kind == "e":
        ours = [re.fullmatch(r"enumerator (\S+) = (-?\d+)", part).groups() for part in parts(body)]
        ours = [(enumerator, int(value) % 2**64) for enumerator, value in ours]
        theirs = [(field.name, field.enumval % 2**64) for field in known.fields()]
    else:
        ours = list(expected_members(body))
        theirs = [(field.name, field.bitpos // 8 if not field.bitsize else None, field.bitsize) for field in known.fields() if field.name]
        # Of bit-fields the storage unit is stated in several ways: names and sizes count.
        ours = [(member[0], None if member[2] else member[1], member[2]) for member in ours]
    return (None if ours == theirs else f"{ours} instead of {theirs}"), len(theirs)


types = members = 0
with open(os.environ["SYMTYPES"]) as file:
    for line in file:
        match = re.fullmatch(r"([sue])#(\S+) (?:structure|union|enumeration)_type \S+ \{ (.*) \} byte_size\((\d+)\)(?: [a-z_]+\(\d+\))*\n", line)
        if match is None:
            continue
        problem, count = check(match[1], match[2], match[3], int(match[4]))
        if problem:
            print(f"{match[1]}#{match[2]}: {problem}", file=sys.stderr)
            gdb.execute("quit 1")
        types += 1
        members += count
print(types, members)
