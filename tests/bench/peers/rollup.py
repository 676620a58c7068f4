"""The roll-up of a set in DuckDB, SQLite or SciPy: rollup.py KIND FILE THREADS PRODUCTS

FILE holds the arrays that `Arrays::write` writes. Loads them, writes `ready`, and for each line that it is sent works once and
writes: the name of the query, the seconds it took, result rows, the sum of all masses, the sum of all worst concentrations
(0: not found). The sums are taken after the clock is stopped. Only the first PRODUCTS products are rolled up.
"""
import sys
import time

import numpy


def read(path):
    with open(path, "rb") as file:
        while head := file.read(8):
            yield numpy.fromfile(file, "<u4", int.from_bytes(head, "little"))


class Duckdb:
    """The fastest of three queries, found in a first turn; from then on that one alone."""

    def __init__(self, arrays, threads, products):
        import duckdb

        self.products = products
        self.connection = duckdb.connect()
        self.connection.execute(f"SET threads={threads}; SET preserve_insertion_order=false")
        edges, rows = arrays.tables()
        self.connection.execute("CREATE TABLE edges AS SELECT * FROM edges")
        self.connection.execute("CREATE TABLE own AS SELECT part, substance, mass::BIGINT mass, ppm FROM rows")
        self.top = arrays.top()
        self.queries = {"paths": self.paths, "paths, joined once": self.joined_once, "by level": self.by_level}

    def work(self):
        if len(self.queries) > 1:
            times = {}
            for name, query in self.queries.items():
                start = time.perf_counter()
                query()
                times[name] = time.perf_counter() - start
            best = min(times, key=times.get)
            self.queries = {best: self.queries[best]}
        (name, query), = self.queries.items()
        start = time.perf_counter()
        query()
        seconds = time.perf_counter() - start
        sums = self.connection.execute("SELECT count(*), sum(mass)::HUGEINT, sum(ppm)::HUGEINT FROM result").fetchone()
        return name, seconds, *sums

    def recursion(self):
        return f"""WITH RECURSIVE reached(product, part, count) AS (
            SELECT range::INTEGER, range::INTEGER, 1::HUGEINT FROM range({self.top}, {self.top + self.products})
            UNION ALL SELECT r.product, e.child, r.count * e.quantity FROM reached r JOIN edges e ON e.parent = r.part)"""

    def paths(self):
        self.connection.execute(f"""CREATE OR REPLACE TABLE result AS {self.recursion()}
            SELECT product, substance, sum(count * mass) mass, max(ppm) ppm
            FROM reached JOIN own USING (part) GROUP BY ALL""")

    def joined_once(self):
        self.connection.execute(f"""CREATE OR REPLACE TABLE result AS {self.recursion()},
            counted AS (SELECT product, part, sum(count) count FROM reached GROUP BY ALL)
            SELECT product, substance, sum(count * mass) mass, max(ppm) ppm
            FROM counted JOIN own USING (part) GROUP BY ALL""")

    def by_level(self):
        run = self.connection.execute
        run(f"""CREATE OR REPLACE TABLE counted AS SELECT range::INTEGER product, range::INTEGER part, 1::HUGEINT count
            FROM range({self.top}, {self.top + self.products})""")
        levels = run("SELECT max(level) FROM edges").fetchone()[0]
        for level in range(levels, 0, -1):
            run(f"""CREATE OR REPLACE TABLE counted AS SELECT product, part, sum(count) count FROM (
                SELECT * FROM counted UNION ALL SELECT c.product, e.child, c.count * e.quantity
                FROM counted c JOIN edges e ON e.parent = c.part AND e.level = {level}) GROUP BY ALL""")
        run("""CREATE OR REPLACE TABLE result AS SELECT product, substance, sum(count * mass) mass, max(ppm) ppm
            FROM counted JOIN own USING (part) GROUP BY ALL""")


class Sqlite:
    """A recursive query over indexed tables in memory."""

    def __init__(self, arrays, threads, products):
        import sqlite3

        self.connection = sqlite3.connect(":memory:")
        run = self.connection.execute
        run("PRAGMA temp_store = memory")
        edges, rows = arrays.tables()
        run("CREATE TABLE edges(parent INT, child INT, quantity INT)")
        run("CREATE TABLE own(part INT, substance INT, mass INT, ppm INT)")
        columns = [edges[name].tolist() for name in ("parent", "child", "quantity")]
        self.connection.executemany("INSERT INTO edges VALUES (?, ?, ?)", zip(*columns))
        columns = [rows[name].tolist() for name in ("part", "substance", "mass", "ppm")]
        self.connection.executemany("INSERT INTO own VALUES (?, ?, ?, ?)", zip(*columns))
        run("CREATE INDEX edges_of ON edges(parent, child, quantity)")
        run("CREATE INDEX own_of ON own(part, substance, mass, ppm)")
        run("CREATE TABLE products(product INT)")
        top = arrays.top()
        self.connection.executemany("INSERT INTO products VALUES (?)", ((top + n,) for n in range(products)))
        self.connection.commit()

    def work(self):
        self.connection.execute("DROP TABLE IF EXISTS result")
        start = time.perf_counter()
        self.connection.execute("""CREATE TABLE result AS WITH RECURSIVE reached(product, part, count) AS (
            SELECT product, product, 1 FROM products
            UNION ALL SELECT r.product, e.child, r.count * e.quantity FROM reached r JOIN edges e ON e.parent = r.part)
            SELECT r.product, o.substance, sum(r.count * o.mass) mass, max(o.ppm) ppm
            FROM reached r JOIN own o ON o.part = r.part GROUP BY 1, 2""")
        seconds = time.perf_counter() - start
        sums = self.connection.execute("SELECT count(*), sum(mass), sum(ppm) FROM result").fetchone()
        return "recursive", seconds, *sums


class Scipy:
    """Sparse products, level by level: sums of masses as floats, and nothing of concentrations."""

    def __init__(self, arrays, threads, products):
        from scipy import sparse

        size = int(arrays.starts[-1])
        lines = (arrays.quantity.astype(float), (arrays.parent.astype("i4"), arrays.child.astype("i4")))
        self.lines = sparse.csr_matrix(lines, shape=(size, size))
        offsets = numpy.concatenate([arrays.offsets, numpy.full(size + 1 - len(arrays.offsets), arrays.offsets[-1])])
        rows = (arrays.mass.astype(float), arrays.column.astype("i4"), offsets.astype("i8"))
        self.rows = sparse.csr_matrix(rows, shape=(size, int(arrays.columns[0])))
        chosen = (numpy.ones(products), (numpy.arange(products), numpy.arange(products) + arrays.top()))
        self.products = sparse.csr_matrix(chosen, shape=(products, size))
        self.levels = len(arrays.starts) - 2

    def work(self):
        start = time.perf_counter()
        reached = counted = self.products
        for _ in range(self.levels):
            reached = reached @ self.lines
            counted = counted + reached
        result = counted @ self.rows
        seconds = time.perf_counter() - start
        return "sparse products", seconds, result.nnz, int(result.sum()), 0


class Arrays:
    def __init__(self, path):
        (self.columns, self.starts, self.parent, self.child, self.quantity, self.offsets, self.column, self.mass,
         self.ppm) = read(path)

    def top(self):
        return int(self.starts[-2])

    def tables(self):
        """The lines and the rows, as integers that a database has."""
        level = (numpy.searchsorted(self.starts, self.parent, side="right") - 1).astype("i4")
        edges = dict(parent=self.parent.astype("i4"), child=self.child.astype("i4"),
                     quantity=self.quantity.astype("i4"), level=level)
        part = numpy.repeat(numpy.arange(len(self.offsets) - 1, dtype="i4"), numpy.diff(self.offsets.astype("i8")))
        rows = dict(part=part, substance=self.column.astype("i4"), mass=self.mass.astype("i8"), ppm=self.ppm.astype("i4"))
        return edges, rows


def main():
    kind, path, threads, products = sys.argv[1:]
    peer = dict(duckdb=Duckdb, sqlite3=Sqlite, scipy=Scipy)[kind](Arrays(path), int(threads), int(products))
    print("ready", flush=True)
    for _ in sys.stdin:
        print(*peer.work(), sep="\t", flush=True)


main()
