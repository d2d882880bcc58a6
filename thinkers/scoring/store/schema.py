"""The tables of the store, and what tells a store from any other file."""

VERSION = 1
"""Of the tables; a store of another version is refused."""

APPLICATION = 0x74686B72
"""The application id in the header of the file: `thkr` in ASCII."""

TABLES = {
    "runs": """CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        problem TEXT NOT NULL,
        solvers TEXT NOT NULL,
        instances TEXT NOT NULL,
        begun TEXT NOT NULL,
        ended TEXT,
        command TEXT NOT NULL,
        judging TEXT NOT NULL,
        circumstances TEXT NOT NULL,
        UNIQUE (problem, solvers, instances)
    ) STRICT""",
    "instances": """CREATE TABLE instances (
        digest TEXT PRIMARY KEY,
        problem TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER,
        family TEXT NOT NULL,
        kept BLOB NOT NULL
    ) STRICT""",
    "answers": """CREATE TABLE answers (
        id INTEGER PRIMARY KEY,
        problem TEXT NOT NULL,
        solver TEXT NOT NULL,
        kind TEXT NOT NULL,
        options TEXT NOT NULL,
        instance TEXT NOT NULL,
        number INTEGER NOT NULL,
        budget REAL NOT NULL,
        iterations INTEGER NOT NULL,
        seed INTEGER NOT NULL,
        feasible INTEGER NOT NULL,
        known INTEGER NOT NULL,
        cost REAL,
        bound REAL,
        proved INTEGER NOT NULL,
        seconds REAL NOT NULL,
        reason TEXT NOT NULL,
        answer TEXT,
        curve TEXT,
        kept BLOB NOT NULL,
        UNIQUE (problem, solver, kind, options, instance, number, budget, iterations, seed)
    ) STRICT""",
}
"""What makes each table; columns are explained in docs/store.md."""
