"""How the pages are made: templates in, complete HTML out, with the headers that every page carries.

Promises: everything that is not ours is escaped; no script, no other host, no shared cache, no frame.
"""

from pathlib import Path
from urllib.parse import urlencode

import jinja2
from fastapi import Response

from bot.statistics import advice, charts, measures, periods, report
from bot.statistics.published import in_words

HERE = Path(__file__).parent
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
}
STYLE = (HERE / "style.css").read_text("utf-8")

_pages = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_pages.globals.update(
    names=periods,
    say=advice,
    charts=charts,
    bar=charts.bar,
    words=in_words,
    rule=report.RULE,
    intent=measures.MEASURES["intent"],
)


def show(template: str, status: int = 200, **values) -> Response:
    """A page."""
    html = _pages.get_template(f"{template}.html").render(**values)
    return Response(html, status, {**HEADERS}, "text/html; charset=utf-8")


def download(text: str, name: str, kind: str) -> Response:
    """A file to keep."""
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, headers=headers, media_type=f"{kind}; charset=utf-8")


def go(where: str) -> Response:
    """On to another page."""
    return Response(status_code=303, headers={**HEADERS, "Location": where})


def query(period: str) -> str:
    """The part of an address that chooses a period."""
    return f"?{urlencode({'periode': period})}" if period else ""
