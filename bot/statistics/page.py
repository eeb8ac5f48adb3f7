"""The page ``/statistiek``: what staff see, print and download, after logging in.

Promises: without an account nothing is shown; every answer is complete HTML that needs no script and no other host;
only forms that were filled in here, by someone logged in, change anything; nothing is kept in a shared cache. It reads
the published figures and never the counts, so it cannot show more than was published.
"""

import asyncio
import logging
import sqlite3
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Optional
from urllib.parse import urlencode

import jinja2
from fastapi import APIRouter, Request, Response

from bot.contacts import ZONE
from bot.paths import ROOT
from bot.statistics import advice, charts, measures, output, periods, report
from bot.statistics.counts_file import ASIDE
from bot.statistics.published import MAX_NOTE, DemoMixed, Published, in_words
from bot.statistics.session import PATH, Sessions, read_form
from bot.statistics.staff import Account, Refused, Staff

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
}
NOTE_WEEKS = 27  # as far back as a note can be written
TROUBLE = "De cijfers zijn nu even niet te lezen. Probeer het over een paar minuten opnieuw."
EXPIRED = "Dit formulier is verlopen. Probeer het nog een keer."

pages = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
pages.globals.update(
    names=periods,
    say=advice,
    charts=charts,
    bar=charts.bar,
    words=in_words,
    rule=report.RULE,
    intent=measures.MEASURES["intent"],
)


def router(config, counts, demo: bool = False) -> APIRouter:
    """The routes of the page.

    Args:
        config: ``bot.settings.Settings``.
        counts: ``bot.counts.Counts``: which measures are on, and whether counting works.
        demo: whether the published figures are made up.
    """
    site = _Site(config, counts, demo)
    routes = APIRouter(prefix=PATH)
    for method, path, handle in site.routes():
        routes.add_api_route(path, _guarded(handle, site), methods=[method], include_in_schema=False)
    return routes


def _guarded(handle, site: "_Site"):
    """Files that cannot be read make a page that says so, and a log line without content."""

    @wraps(handle)
    async def guarded(request: Request) -> Response:
        try:
            return await handle(request)
        except (sqlite3.Error, OSError, DemoMixed) as error:
            logger.error("De statistiekpagina kan een bestand niet gebruiken: %s.", type(error).__name__)
            return site.show("trouble", 503, problem=str(error) if isinstance(error, DemoMixed) else TROUBLE)

    return guarded


class _Site:
    def __init__(self, config, counts, demo: bool):
        self._counts, self._demo = counts, demo
        self._staff = Staff(config.beside_counts(config.STAFF))
        self._sessions = Sessions(config.sealing_keys(), config.COOKIE_SECURE)
        self._path = config.beside_counts(config.STATISTICS)
        self._counts_path = ROOT / config.COUNTS
        self._file: Optional[Published] = None
        self._style = (HERE / "style.css").read_text("utf-8")

    def routes(self):
        """Method, path and handler of every page."""
        return (
            ("GET", "", self.home),
            ("GET", "/afdruk", self.paper),
            ("GET", "/cijfers.csv", self.download_csv),
            ("GET", "/cijfers.json", self.download_json),
            ("GET", "/stijl.css", self.style),
            ("POST", "/inloggen", self.log_in),
            ("POST", "/uitloggen", self.log_out),
            ("GET", "/wachtwoord", self.password),
            ("POST", "/wachtwoord", self.change_password),
            ("POST", "/notitie", self.add_note),
            ("POST", "/notitie/weg", self.remove_note),
        )

    async def home(self, request: Request) -> Response:
        return await self._overview(request, printing=False)

    async def paper(self, request: Request) -> Response:
        return await self._overview(request, printing=True)

    async def download_csv(self, request: Request) -> Response:
        return await self._download(request, output.as_csv, "csv", "text/csv")

    async def download_json(self, request: Request) -> Response:
        return await self._download(request, output.as_json, "json", "application/json")

    async def style(self, request: Request) -> Response:
        return Response(self._style, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})

    async def log_in(self, request: Request) -> Response:
        form = await read_form(request)
        if not self._sessions.genuine(request, form, None):
            return self._login(EXPIRED, 400)
        try:
            account = await asyncio.to_thread(self._staff.log_in, form.get("naam", ""), form.get("wachtwoord", ""))
        except Refused as refusal:
            return self._login(str(refusal), 403)
        response = _go(PATH)
        self._sessions.begin(response, account)
        return response

    async def log_out(self, request: Request) -> Response:
        account = self._account(request)
        response = _go(PATH)
        if account and self._sessions.genuine(request, await read_form(request), account):
            self._staff.log_out(account)
            self._sessions.end(response)
        return response

    async def password(self, request: Request) -> Response:
        account = self._account(request)
        return self._password(account, None) if account else _go(PATH)

    async def change_password(self, request: Request) -> Response:
        account, form = self._account(request), await read_form(request)
        if not account:
            return _go(PATH)
        if not self._sessions.genuine(request, form, account):
            return self._password(account, EXPIRED, 400)
        try:
            await asyncio.to_thread(self._staff.log_in, account.name, form.get("oud", ""))
            await asyncio.to_thread(self._staff.set_password, account.name, form.get("nieuw", ""))
        except Refused as refusal:
            return self._password(account, str(refusal), 403)
        return _go(PATH)

    async def add_note(self, request: Request) -> Response:
        account, form = self._account(request), await read_form(request)
        week, text = form.get("week", ""), " ".join(form.get("tekst", "").split())[:MAX_NOTE]
        if (
            account
            and self._sessions.genuine(request, form, account)
            and week in self._note_weeks()
            and text.isprintable()
            and text
        ):
            self._published().add_note(week, text)
        return _go(f"{PATH}{_query(form.get('periode', ''))}#notities")

    async def remove_note(self, request: Request) -> Response:
        account, form = self._account(request), await read_form(request)
        if account and self._sessions.genuine(request, form, account) and form.get("id", "").isdecimal():
            self._published().remove_note(int(form["id"][:15]))
        return _go(f"{PATH}#notities")

    def show(self, template: str, status: int = 200, **values) -> Response:
        """A page."""
        html = pages.get_template(f"{template}.html").render(demo=self._demo, **values)
        return Response(html, status, {**HEADERS}, "text/html; charset=utf-8")

    def _closed(self, request: Request) -> Optional[Response]:
        """What someone sees who may not see the figures."""
        if self._counts.store is None and not self._demo:
            return self.show("setup", off=True)
        if not self._staff.names():
            return self.show("setup", off=False)
        return None if self._account(request) else self._login(None)

    async def _overview(self, request: Request, printing: bool) -> Response:
        closed = self._closed(request)
        if closed:
            return closed
        now = await asyncio.to_thread(report.build, self._published(), request.query_params.get("periode"))
        shown = [theme.total.figure.value for theme in now.themes if theme.total.figure.value]
        referral = next((table.lines[0] for table in now.tables if table.key == "referral" and table.lines), None)
        return self.show(
            "statistics",
            report=now,
            printing=printing,
            token=self._sessions.token(self._account(request)),
            query=_query(now.period.period if now.period else ""),
            referral=referral,
            highest=max(shown, default=0),
            problems=self._problems(),
            weeks=self._note_weeks(),
            definitions=[
                measures.MEASURES[name] for name in ("conversation", "message", "not_understood", "intent", "referral")
            ],
            on=[m.title.lower() for name, m in measures.MEASURES.items() if name in self._counts.measures],
            off=[m.title.lower() for name, m in measures.MEASURES.items() if name not in self._counts.measures],
        )

    async def _download(self, request: Request, write, ending: str, kind: str) -> Response:
        closed = self._closed(request)
        if closed:
            return closed
        now = await asyncio.to_thread(report.build, self._published(), request.query_params.get("periode"))
        name = f"{'voorbeeld' if self._demo else 'statistiek'}-{now.period.period if now.period else 'weken'}.{ending}"
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(write(now, self._demo), headers=headers, media_type=f"{kind}; charset=utf-8")

    def _login(self, problem: Optional[str], status: int = 200) -> Response:
        return self.show("login", status, problem=problem, token=self._sessions.token(None))

    def _password(self, account: Account, problem: Optional[str], status: int = 200) -> Response:
        return self.show("password", status, problem=problem, account=account, token=self._sessions.token(account))

    def _account(self, request: Request) -> Optional[Account]:
        account = self._sessions.account(request)
        return account if account and self._staff.current(account) else None

    def _published(self) -> Published:
        if self._file is None:
            self._file = Published(self._path, self._demo)
        return self._file

    def _problems(self):
        if not self._counts.healthy:
            yield "De tellingen kunnen nu niet worden weggeschreven. Ze worden bewaard zolang de chat aan staat. Waarschuw de beheerder."
        for path in sorted(self._counts_path.parent.glob(f"{self._counts_path.name}{ASIDE}*")):
            if not path.name.endswith("-journal"):
                yield f"Een beschadigd bestand met tellingen is apart gezet: {path.name}. Waarschuw de beheerder."

    @staticmethod
    def _note_weeks():
        now = periods.week_of(datetime.now(ZONE).date())
        weeks = [now]
        while len(weeks) < NOTE_WEEKS:
            weeks.append(periods.previous(weeks[-1]))
        return weeks


def _go(where: str) -> Response:
    return Response(status_code=303, headers={**HEADERS, "Location": where})


def _query(period: str) -> str:
    return f"?{urlencode({'periode': period})}" if period else ""
