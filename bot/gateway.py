"""The HTTP contract: the only thing that talks to the outside.

Promises: every error is a Dutch sentence with 112 and Veilig Thuis; nothing of a request is logged, echoed or
kept; an answer comes within ``DEADLINE`` seconds or the help numbers do; no third party is ever involved.
"""

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, Optional

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from bot import quiet, settings
from bot.contacts import ZONE, Contacts
from bot.conversation import Conversation, Sealer
from bot.counts import Counts, pause
from bot.pace import Pace
from bot.paths import ROOT, WIDGET
from bot.requests import COUNT_FIELDS, MAX_BODY, SENTENCES, BadRequest, read_chat, read_json
from bot.statistics import page
from bot.statistics.publication import keep_up

logger = logging.getLogger(__name__)

DEADLINE = 10.0  # seconds a visitor waits at most
WAITING_AT_MOST = 200  # turns under way before new ones are told to wait
STATIC = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "interest-cohort=(), geolocation=(), camera=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
}


def create_app(config: Optional[settings.Settings] = None, bot=None) -> FastAPI:
    """The service.

    Args:
        config: settings; read from the environment when absent.
        bot: a loaded ``bot.agent.Bot``; loaded at start when absent (tests pass their own).
    """
    config = config or settings.load()
    quiet.be_quiet(getattr(logging, config.LOG_LEVEL))
    contacts = Contacts()
    counts = Counts(ROOT / config.COUNTS if config.COUNTS else None, config.COUNT_MEASURES)
    sealer = Sealer(config.sealing_keys(), config.STATE_TTL)
    pace = Pace(config.RATE_LIMIT)

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        with quiet.hushed():
            from bot.agent import Bot
            from bot.talk import Talk

            loaded = bot or Bot(ROOT / config.MODEL)
            await loaded.say("hallo", Conversation())  # the first turn is slow; not for a visitor
        app.state.talk = Talk(loaded, contacts, sealer, counts, config.CAMPAIGNS)
        await asyncio.to_thread(counts.start)
        writer = asyncio.create_task(_flush_now_and_then(counts, config))
        yield
        writer.cancel()
        await asyncio.to_thread(counts.stop)

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.talk, app.state.waiting = None, 0

    def fail(code: str) -> JSONResponse:
        status, sentence = SENTENCES[code]
        now = datetime.now(ZONE)
        cards = [asdict(contacts.card(card, None, now)) for card in ("112", "veilig_thuis")]
        return JSONResponse(
            {"error": {"code": code, "message": sentence}, "contacts": cards},
            status,
            headers={"Cache-Control": "no-store", **({"Retry-After": "20"} if status in (429, 503) else {})},
        )

    async def guarded(request: Request, handle: Callable) -> Response:
        """Pace, size, deadline and errors around one handler."""
        if not pace.allows(request.client.host if request.client else ""):
            return fail("te_snel")
        if app.state.talk is None or app.state.waiting >= WAITING_AT_MOST:
            return fail("niet_klaar")
        app.state.waiting += 1
        try:
            body = await _body(request)
            reply = await asyncio.wait_for(handle(body, request.headers.get("content-type", "")), DEADLINE)
            return JSONResponse(reply, headers={"Cache-Control": "no-store"})
        except BadRequest as error:
            return fail(error.code)
        except TimeoutError:
            logger.error("Een antwoord duurde langer dan %s seconden.", DEADLINE)
            return fail("niet_klaar")
        except Exception as error:  # noqa: BLE001 - whatever it is, a visitor sees help and no log sees text
            logger.error("Onverwachte fout: %s.", type(error).__name__)
            return fail("fout")
        finally:
            app.state.waiting -= 1

    @app.post("/api/chat")
    async def chat(request: Request) -> Response:
        async def handle(body: bytes, content_type: str) -> Dict[str, Any]:
            return await app.state.talk.answer(read_chat(body, content_type))

        return await guarded(request, handle)

    @app.post("/api/count")
    async def count(request: Request) -> Response:
        async def handle(body: bytes, content_type: str) -> Dict[str, Any]:
            return app.state.talk.count(read_json(body, content_type, COUNT_FIELDS))

        return await guarded(request, handle)

    @app.get("/api/start")
    async def start() -> Response:
        if app.state.talk is None:
            return fail("niet_klaar")
        return JSONResponse(app.state.talk.start(), headers={"Cache-Control": "public, max-age=300"})

    @app.get("/healthz")
    async def healthz() -> Response:
        return JSONResponse({"ok": True, "counts": counts.healthy})

    @app.get("/readyz")
    async def readyz() -> Response:
        return JSONResponse({"ready": app.state.talk is not None}, 200 if app.state.talk else 503)

    @app.get("/")
    async def home() -> Response:
        return FileResponse(WIDGET / "index.html", media_type="text/html")

    @app.get("/widget/{name:path}")
    async def widget(name: str) -> Response:
        path = (WIDGET / name).resolve()
        if not path.is_relative_to(WIDGET.resolve()) or path.suffix not in STATIC or not path.is_file():
            return fail("niet_gevonden")
        return FileResponse(path, media_type=STATIC[path.suffix], headers={"Cache-Control": "no-cache"})

    @app.get("/.well-known/security.txt")
    async def security() -> Response:
        if not config.SECURITY_CONTACT:
            return fail("niet_gevonden")
        expires = (datetime.now(ZONE) + timedelta(days=180)).date().isoformat()
        return PlainTextResponse(
            f"Contact: {config.SECURITY_CONTACT}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: nl, en\n"
        )

    app.include_router(page.router(config, counts))

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        return fail("verkeerde_methode" if error.status_code == 405 else "niet_gevonden")

    @app.middleware("http")
    async def headers(request: Request, call_next) -> Response:
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=config.ALLOWED_ORIGINS,
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
    )
    return app


async def _body(request: Request) -> bytes:
    """The body, read no further than is allowed."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise BadRequest("te_groot")
        parts.append(part)
    return b"".join(parts)


async def _flush_now_and_then(counts: Counts, config: settings.Settings) -> None:
    while True:
        await asyncio.to_thread(keep_up, counts, config)
        await asyncio.sleep(pause(config.FLUSH_EVERY, datetime.now(ZONE)))
        await asyncio.to_thread(counts.flush)
