"""`python -m dispatch.gevent_web`: the web role on gevent, which patches the standard library before any other import."""

from gevent import monkey

monkey.patch_all()

from dispatch.cli.serve import serve_web_on_gevent  # noqa: E402  # after the patch

if __name__ == "__main__":
    serve_web_on_gevent()
