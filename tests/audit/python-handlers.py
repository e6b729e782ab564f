"""Webhook handlers on Python's standard library: `python3 python-handlers.py FAULT` writes its port and serves until its
standard input ends. Each is right but for the one thing it is named after; `none` is right."""

import hashlib
import hmac
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "a-secret-of-the-handler-4242"
FAULT = sys.argv[1]


def digest(content):
    return hmac.new(SECRET.encode(), content, hashlib.sha256).hexdigest()


def github(headers, body):
    """The generic server of the published samples."""
    names = headers.get_all("X-Hub-Signature-256") or []
    signature = names[0] if FAULT == "first-header" and names else ", ".join(names)
    if FAULT == "skips-missing" and not signature:
        return True
    if FAULT == "compares-texts":
        # Refuses text beyond ASCII by raising a TypeError.
        return hmac.compare_digest(signature, "sha256=" + digest(body))
    if FAULT == "decodes-latin1":
        body = body.decode("latin-1").encode()
    if FAULT == "rewrites-json":
        try:
            body = json.dumps(json.loads(body)).encode()
        except ValueError:
            return False
    return hmac.compare_digest(signature.encode("latin-1"), ("sha256=" + digest(body)).encode())


def rex(headers, body):
    header = headers.get("x-rex-signature") or ""
    if FAULT == "key-error":
        parts = dict(item.split("=", 1) for item in header.split(","))
        signatures, timestamp = [parts["v1"]], parts["t"]
        signatures = [item[3:] for item in header.split(",") if item.startswith("v1=")]
    elif FAULT == "last-v1":
        parts = dict(item.split("=", 1) for item in header.split(",") if "=" in item)
        signatures, timestamp = [parts.get("v1", "")], parts.get("t", "")
    else:
        items = [item.split("=", 1) for item in header.split(",") if "=" in item]
        signatures = [value for name, value in items if name == "v1"]
        timestamp = next((value for name, value in items if name == "t"), "")
    if FAULT == "int-throws":
        age = time.time() - int(timestamp or "0")
    elif timestamp.isascii() and timestamp.isdigit():
        age = time.time() - int(timestamp)
    else:
        return False
    if FAULT != "no-freshness" and abs(age) > 300:
        return False
    expected = digest(timestamp.encode() + b"." + body)
    return any(hmac.compare_digest(one.encode("latin-1"), expected.encode()) for one in signatures)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        verify = rex if self.path.startswith("/rex") else github
        try:
            status = 200 if verify(self.headers, body) else 401
        except Exception:
            status = 500
        text = b"ok" if status == 200 else b"refused"
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
