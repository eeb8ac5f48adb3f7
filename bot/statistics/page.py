"""The page ``/statistiek``: what staff see, print and download, after logging in.

Promises: without logging in nothing is shown; every answer is complete HTML that needs no script and no other host;
only forms that were filled in here, by someone logged in, change anything. It reads the published figures and never
the counts, so it cannot show more than was published.
"""

import asyncio
import logging
import sqlite3
from datetime import datetime
from functools import wraps
from typing import Iterator, List, Optional

from fastapi import APIRouter, Request, Response

from bot.contacts import ZONE
from bot.paths import ROOT
from bot.statistics import measures, output, periods, report
from bot.statistics.counts_file import set_aside
from bot.statistics.login import Login
from bot.statistics.published import MAX_NOTE, DemoMixed, Published
from bot.statistics.rendering import STYLE, download, go, query, show
from bot.statistics.session import PATH

logger = logging.getLogger(__name__)

NOTE_WEEKS = 27  # as far back as a note can be written
EXPLAINED = ("conversation", "message", "not_understood", "intent", "referral")
TROUBLE = "De cijfers zijn nu even niet te lezen. Probeer het over een paar minuten opnieuw."
NOT_WRITTEN = "De tellingen kunnen nu niet worden weggeschreven. Ze gaan verloren als de chat stopt."
WARN = "Waarschuw de beheerder."


def router(config, counts, demo: bool = False) -> APIRouter:
    """The routes of the page.

    Args:
        config: ``bot.settings.Settings``.
        counts: ``bot.counts.Counts``: which measures are on, and whether counting works.
        demo: whether the published figures are made up.
    """
    login = Login(config, demo)
    figures = _Figures(config, counts, login, demo)
    routes = APIRouter(prefix=PATH)
    for method, path, handle in (*figures.routes(), *login.routes()):
        routes.add_api_route(path, _guarded(handle, demo), methods=[method], include_in_schema=False)
    return routes


def _guarded(handle, demo: bool):
    """Files that cannot be read make a page that says so, and a log line without content."""

    @wraps(handle)
    async def guarded(request: Request) -> Response:
        try:
            return await handle(request)
        except (sqlite3.Error, OSError, DemoMixed) as error:
            logger.error("De statistiekpagina kan een bestand niet gebruiken: %s.", type(error).__name__)
            return show("trouble", 503, problem=str(error) if isinstance(error, DemoMixed) else TROUBLE, demo=demo)

    return guarded


class _Figures:
    """The pages with figures and the notes of staff."""

    def __init__(self, config, counts, login: Login, demo: bool):
        self._counts, self._login, self._demo = counts, login, demo
        self._path = config.beside_counts(config.STATISTICS)
        self._counts_path = ROOT / config.COUNTS
        self._file: Optional[Published] = None

    def routes(self):
        """Method, path and handler of every page."""
        return (
            ("GET", "", self.home),
            ("GET", "/afdruk", self.paper),
            ("GET", "/cijfers.csv", self.csv),
            ("GET", "/cijfers.json", self.json),
            ("GET", "/stijl.css", self.style),
            ("POST", "/notitie", self.add_note),
            ("POST", "/notitie/weg", self.remove_note),
        )

    async def home(self, request: Request) -> Response:
        return await self._if_allowed(request, self._overview)

    async def paper(self, request: Request) -> Response:
        return await self._if_allowed(request, lambda now, token: self._overview(now, token, printing=True))

    async def csv(self, request: Request) -> Response:
        return await self._if_allowed(
            request, lambda now, _: download(output.as_csv(now, self._demo), self._name(now, "csv"), "text/csv")
        )

    async def json(self, request: Request) -> Response:
        return await self._if_allowed(
            request,
            lambda now, _: download(output.as_json(now, self._demo), self._name(now, "json"), "application/json"),
        )

    async def style(self, request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})

    async def add_note(self, request: Request) -> Response:
        form = await self._login.form_of(request) or {}
        week, text = form.get("week", ""), " ".join(form.get("tekst", "").split())[:MAX_NOTE]
        if week in _note_weeks() and text and text.isprintable():
            await asyncio.to_thread(lambda: self._published().add_note(week, text))
        return go(f"{PATH}{query(form.get('periode', ''))}#notities")

    async def remove_note(self, request: Request) -> Response:
        form = await self._login.form_of(request) or {}
        number = form.get("id", "")[:15]
        if number.isascii() and number.isdigit():
            await asyncio.to_thread(lambda: self._published().remove_note(int(number)))
        return go(f"{PATH}{query(form.get('periode', ''))}#notities")

    async def _if_allowed(self, request: Request, answer) -> Response:
        """The answer made from a report and a form token, for someone who is logged in."""
        if self._counts.store is None:
            return show("setup", off=True, demo=self._demo)
        account = await self._login.account(request)
        if account is None:
            return await self._login.closed()
        token, period = self._login.token(account), request.query_params.get("periode")
        return await asyncio.to_thread(lambda: answer(report.build(self._published(), period), token))

    def _overview(self, now: report.Report, token: str, printing: bool = False) -> Response:
        totals = [theme.total.figure.value for theme in now.themes if theme.total.figure.value]
        on = self._counts.measures
        return show(
            "statistics",
            demo=self._demo,
            report=now,
            printing=printing,
            token=token,
            query=query(now.period.period if now.period else ""),
            referral=next((table.lines[0] for table in now.tables if table.key == "referral" and table.lines), None),
            highest=max(totals, default=0),
            problems=list(self._problems()),
            weeks=_note_weeks(),
            definitions=[measures.MEASURES[name] for name in EXPLAINED],
            on=[measure.title.lower() for name, measure in measures.MEASURES.items() if name in on],
            off=[measure.title.lower() for name, measure in measures.MEASURES.items() if name not in on],
        )

    def _name(self, now: report.Report, ending: str) -> str:
        kind = "voorbeeld" if self._demo else "statistiek"
        return f"{kind}-{now.period.period if now.period else 'weken'}.{ending}"

    def _published(self) -> Published:
        if self._file is None:
            self._file = Published(self._path, self._demo)
        return self._file

    def _problems(self) -> Iterator[str]:
        if not self._counts.healthy:
            yield f"{NOT_WRITTEN} {WARN}"
        for path in set_aside(self._counts_path):
            yield f"Een beschadigd bestand met tellingen is apart gezet: {path.name}. {WARN}"


def _note_weeks() -> List[str]:
    weeks = [periods.week_of(datetime.now(ZONE).date())]
    while len(weeks) < NOTE_WEEKS:
        weeks.append(periods.previous(weeks[-1]))
    return weeks
