"""The released schema and its version change together."""

import hashlib

from corpus.tables.schema import SCHEMA_VERSION, TABLES

#: SHA-256 of the structure of all tables by schema version. A change of a table or column needs a new version: raise
#: `SCHEMA_VERSION`, and add its hash here; a hash of a released version never changes.
STRUCTURES = {
    2: "7c64ec91e9c9974d5f6a0a0d3ac7096d58519487c3f4aa171211385d3321d9cf",
    3: "1e8f0d48f54ed1c7234c0c6a93f374eebf1b54eb7fe22cbccd6df825dfb7f425",
}


def structure():
    """Every table with its columns, types, nullability and class labels, a line each."""
    lines = []
    for name, table in TABLES.items():
        lines.append(f"table {name} {table.by_article}")
        lines += [f"{c.name} {c.type} {c.nullable} {list(table.labels.get(c.name, []))}" for c in table.schema]
    return "\n".join(lines)


def test_a_changed_table_has_a_new_version():
    found = hashlib.sha256(structure().encode()).hexdigest()
    assert max(STRUCTURES) == SCHEMA_VERSION
    assert STRUCTURES[SCHEMA_VERSION] == found, f"raise SCHEMA_VERSION, and pin {found}"
