"""A gateway to test the widget against: serves `web-widget/` under the real content security policy and answers as told.

`gateway.mode` says how the API behaves; everything that was asked stands in `gateway.requests`. A page of a host (an
HTML text and its own policy) goes in `gateway.pages`; `gateway.elsewhere` is the same server under another origin.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

WIDGET = Path(__file__).parents[2] / "web-widget"
CSP = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".md": "text/plain",
    ".svg": "image/svg+xml",
}


def card(id: str, name: str, phone: str | None, **more) -> dict:
    tel = f"tel:{phone.replace('-', '').replace(' ', '')}" if phone else None
    empty = dict.fromkeys(("hours", "open_now", "url", "chat_url", "cost", "note", "municipality", "checked"))
    return {**empty, "id": id, "name": name, "phone": phone, "tel": tel, "sourced": "2026-11-21", **more}


DANGER = card("112", "112", "112", note="Politie, ambulance of brandweer.", open_now=True, hours="dag en nacht")
VEILIG_THUIS = card(
    "veilig_thuis", "Veilig Thuis", "0800-2000", hours="dag en nacht", open_now=True, cost="gratis",
    note="Advies over zorgen thuis. Je hoeft je naam niet te zeggen.", chat_url="https://veiligthuis.nl",
)  # fmt: skip
TEAM = card(
    "lokaal_team", "Lokaal team Assen", "14 0592", hours="maandag tot en met vrijdag, 9 tot 17 uur",
    open_now=False, municipality="Assen", url="https://www.assen.nl",
)  # fmt: skip

START = {
    "messages": [
        {
            "text": "Hoi, fijn dat je er bent.\n\nMaak je je zorgen over iemand, of over jezelf? Vertel het in je eigen woorden.",
            "contacts": [],
            "choices": [
                {"title": "Zorgen over een kind", "choice": "vermoeden_kind"},
                {"title": "Ik word zelf bang gemaakt", "choice": "slachtoffer_partnergeweld"},
                {"title": "Het lukt thuis niet meer", "choice": "ouder_overbelast"},
            ],
        }
    ],
    "state": None,
}


def answer(text: str, contacts: list[dict] = (), choices: list[dict] = (), urgent: bool = False) -> dict:
    message = {"text": text, "contacts": list(contacts), "choices": list(choices)}
    return {
        "messages": [message],
        "state": "sealed-1",
        "intent": "x",
        "label": "x",
        "urgent": urgent,
        "municipality": None,
    }


ADVICE = answer(
    "Goed dat je dit vertelt. Je hoort vaak geschreeuw bij de buren, en daar lig je wakker van.\n\n"
    "Je hoeft niet zeker te weten wat er gebeurt. Je kunt met Veilig Thuis meedenken, zonder dat je iets meldt.",
    [VEILIG_THUIS, TEAM],
    [
        {"title": "Wat gebeurt er als ik bel?", "choice": "vraag_veilig_thuis"},
        {"title": "Hoe begin ik een gesprek?", "choice": "vraag_gesprek_beginnen"},
    ],
)
URGENT = answer("Bel nu 112. Ga naar een veilige plek als dat kan.", [VEILIG_THUIS, DANGER], urgent=True)
ERROR = {
    "error": {"code": "druk", "message": "Het is nu erg druk. Probeer het over een minuut nog eens."},
    "contacts": [DANGER, VEILIG_THUIS],
}


@dataclass
class FakeGateway:
    mode: str = "ok"
    start_mode: str = "ok"
    reply: dict = field(default_factory=lambda: ADVICE)
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    files_fail: str = ""
    requests: list[tuple[str, dict | None]] = field(default_factory=list)
    referrers: dict[str, str | None] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> FakeGateway:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://localhost:{self._server.server_port}"
        self._closing = threading.Event()
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    @property
    def elsewhere(self) -> str:
        return self.url.replace("localhost", "127.0.0.1")

    def __exit__(self, *_) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def sent(self, path: str = "/api/chat") -> list[dict]:
        return [body for asked, body in self.requests if asked == path]

    def _handler(gateway):  # noqa: N805 - the handler class is made around this gateway
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                path = urlsplit(self.path).path
                gateway.requests.append((path, None))
                gateway.referrers[path] = self.headers["Referer"]
                if path == "/api/start":
                    return self.api(gateway.start_mode, START)
                if path in gateway.pages:
                    html, policy = gateway.pages[path]
                    return self.reply(200, html.encode(), "text/html; charset=utf-8", policy)
                if path == "/hang":
                    self.close_connection = True
                    return gateway._closing.wait(30)
                if path in ("/neutral", "/neutral2"):
                    return self.reply(
                        200, f"<!doctype html><title>weer</title><h1>Het weer {path}</h1>".encode(), "text/html"
                    )
                file = WIDGET / ("index.html" if path == "/" else path.removeprefix("/widget/"))
                if not file.is_file() or (gateway.files_fail and path.endswith(gateway.files_fail)):
                    return self.reply(404, b"", "text/plain")
                return self.reply(200, file.read_bytes(), TYPES[file.suffix])

            def do_OPTIONS(self):
                self.reply(204, b"", "text/plain")

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.requests.append((self.path, body))
                if self.path == "/glance":
                    return self.reply(204, b"", "text/plain")
                if self.path == "/api/count":
                    return self.reply(200, json.dumps({"state": "sealed-counted"}).encode(), "application/json")
                return self.api(gateway.mode, gateway.reply)

            def api(self, mode: str, good: dict):
                if mode in ("hang", "down"):
                    self.close_connection = True
                    return mode == "hang" and gateway._closing.wait(30)
                if mode == "slow":
                    time.sleep(1.1)
                if mode == "malformed":
                    return self.reply(200, b'{"messages": [', "application/json")
                if mode == "nonsense":
                    return self.reply(200, b'{"hello": 1}', "application/json")
                if mode.isdigit():
                    return self.reply(int(mode), json.dumps(ERROR).encode(), "application/json")
                if mode == "html-500":
                    return self.reply(502, b"<h1>Bad gateway</h1>", "text/html")
                return self.reply(200, json.dumps(good).encode(), "application/json")

            def reply(self, status: int, body: bytes, kind: str, policy: str = CSP):
                headers = {
                    "Content-Type": kind, "Content-Length": len(body), "Content-Security-Policy": policy, "Cache-Control": "max-age=60",
                    "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "content-type",
                }  # fmt: skip
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format, *args):
                gateway.log.append(format % args)

            def handle(self):
                with contextlib.suppress(OSError):  # the browser left first, as it should
                    super().handle()

        return Handler
