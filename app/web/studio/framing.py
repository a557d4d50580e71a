"""Pages that hold a preview, and previews that only our own pages may hold."""

from flask import Response

from app.web.security import POLICY, nonce


def framing(page: str, status: int = 200) -> Response:
    """Return a page that may hold a frame of our own."""
    response = Response(page, status)
    response.headers["Content-Security-Policy"] = f"{POLICY.format(nonce=nonce())}; frame-src 'self'"
    return response


def framed(page: str | bytes, *, status: int = 200, mimetype: str = "text/html") -> Response:
    """Return a preview: a page of ours may frame it, nobody else."""
    response = Response(page, status, mimetype=mimetype)
    policy = POLICY.format(nonce=nonce())
    response.headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
