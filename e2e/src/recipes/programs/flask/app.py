"""Flask with Flask-Session, as docs/sessions.md has it."""

import os

import redis
from flask import Flask, jsonify, request, session
from flask_session import Session
from werkzeug.serving import make_server

app = Flask(__name__)
app.config.update(
    SESSION_TYPE="redis",
    SESSION_REDIS=redis.Redis.from_url(os.environ["SESSIONS_URI"], socket_timeout=1, socket_connect_timeout=1),
    SESSION_KEY_PREFIX=os.environ["SESSIONS_PREFIX"],
)
Session(app)


@app.post("/sign-in/<user>")
def sign_in(user):
    session["user_id"] = user
    session["visits"] = 0
    return jsonify(visits=0)


@app.get("/visit")
def visit():
    if "user_id" not in session:
        return jsonify({}), 401
    session["visits"] += 1
    return jsonify(user=session["user_id"], visits=session["visits"])


@app.errorhandler(redis.RedisError)
def away(_error):
    return jsonify({}), 503


server = make_server("127.0.0.1", 0, app, threaded=True)
print(f"port {server.port}", flush=True)
server.serve_forever()
