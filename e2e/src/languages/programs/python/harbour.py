"""A ferry's name for its number, from a database, and a collection of garbage when one is asked for."""

import gc
import sqlite3

from flask import Flask
from werkzeug.serving import make_server

app = Flask("harbour")
book = sqlite3.connect(":memory:", check_same_thread=False)
book.executescript(
    "CREATE TABLE ferries (id INTEGER PRIMARY KEY, name TEXT);"
    "INSERT INTO ferries VALUES (1, 'Hangang'), (2, 'Nakdong');"
)


@app.get("/ferries/<int:number>")
def ferry(number: int) -> str:
    found = book.cursor().execute("SELECT name FROM ferries WHERE id = ?", (number,)).fetchone()
    return found[0] if found else "none"


@app.get("/collect")
def collect() -> str:
    gc.collect()
    return "collected"


server = make_server("127.0.0.1", 0, app)
print(f"port {server.server_port}", flush=True)
server.serve_forever()
