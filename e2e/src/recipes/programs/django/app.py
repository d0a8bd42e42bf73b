"""Django with its sessions in its cache, as docs/sessions.md has it."""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler

from django.conf import settings

settings.configure(
    SECRET_KEY="of-the-test",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    SESSION_ENGINE="django.contrib.sessions.backends.cache",
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ["SESSIONS_URI"],
            # Django puts ":1:" after it, its version.
            "KEY_PREFIX": os.environ["SESSIONS_PREFIX"].removesuffix(":1:"),
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    },
)

import django  # noqa: E402
import redis  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

django.setup()


def sign_in(request, user):
    request.session["_auth_user_id"] = user
    request.session["visits"] = 0
    return JsonResponse({"visits": 0})


def visit(request):
    user = request.session.get("_auth_user_id")
    if user is None:
        return JsonResponse({}, status=401)
    request.session["visits"] += 1
    return JsonResponse({"user": user, "visits": request.session["visits"]})


urlpatterns = [path("sign-in/<str:user>", sign_in), path("visit", visit)]
application = get_wsgi_application()


def answered(environ, start_response):
    try:
        return application(environ, start_response)
    except redis.RedisError:
        start_response("503 Service Unavailable", [("Content-Type", "application/json")])
        return [b"{}"]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
server.set_app(answered)
print(f"port {server.server_port}", flush=True)
try:
    server.serve_forever()
except KeyboardInterrupt:
    sys.exit(0)
