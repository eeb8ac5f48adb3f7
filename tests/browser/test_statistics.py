"""The statistics page in a real browser: no script, no axe findings, small, readable on a phone and on paper."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from bot import settings
from bot.statistics import demo, measures, periods, themes
from bot.statistics.disclosure import figure
from bot.statistics.published import Entry, Published
from bot.statistics.staff import Staff
from bot.statistics.systems import TOTAL

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PASSWORD = "een lange zin hier"
TODAY = date(2027, 1, 20)  # three years of figures, the last of them just published
MAX_BYTES = 60_000  # page and style sheet together
SIZES = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "small": {"viewport": {"width": 320, "height": 500}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


def three_years(file: Published) -> None:
    """All measures of twelve municipalities over three years. Which figures are hidden does not matter here."""
    sums: Counter = Counter()
    for (week, measure, key), n in demo.made_up(TODAY).items():
        for back in (0, 1, 2):
            moved = f"{int(week[:4]) - back}{week[4:]}"
            if not periods.is_week(moved):
                continue
            for period in {moved, periods.quarter_of(moved), periods.year_of(moved)}:
                sums[period, measure, key] += n
                if measure == "intent":
                    sums[period, "theme", measures.theme_of(key)] += n
                if measure == "referral":
                    sums[period, "referral", TOTAL] += n
    for period in sorted({period for period, _, _ in sums}):
        if periods.due_on(period) > TODAY:
            continue
        cells = [(name, measures.ALL) for name in measures.PER_WEEK]
        if periods.kind_of(period) != periods.WEEK:
            cells += [
                (name, key)
                for name in measures.MEASURES
                if name not in measures.PER_WEEK
                for key in measures.labels(name, demo.CAMPAIGNS)
            ]
            cells += [("theme", theme) for theme in measures.by_theme()] + [("referral", TOTAL)]
        labels = {
            cell: themes.TITLES.get(cell[1]) or measures.labels(cell[0], demo.CAMPAIGNS).get(cell[1], "Totaal")
            if cell[0] != "theme"
            else themes.TITLES[cell[1]]
            for cell in cells
        }
        entries = {
            cell: Entry(
                labels[cell], measures.theme_of(cell[1]) if cell[0] == "intent" else None, figure(sums[(period, *cell)])
            )
            for cell in cells
        }
        file.publish(period, periods.starts(period), periods.due_on(period), False, list(measures.MEASURES), entries)
    for number in range(12):
        file.add_note(f"2026-W{4 * number + 1:02d}", "Radiospot op RTV Drenthe en posters in bushokjes")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The page on a port of its own; gives its address and an account."""
    folder = tmp_path_factory.mktemp("statistics")
    config = settings.Settings(
        COUNTS=str(folder / "counts.db"), COUNT_MEASURES=sorted(measures.OPTIONAL), CAMPAIGNS=demo.CAMPAIGNS
    )
    three_years(Published(config.beside_counts(config.STATISTICS), demo=True))
    Staff(config.beside_counts(config.STAFF)).add("anke", PASSWORD)
    server = uvicorn.Server(uvicorn.Config(demo.make_app(config), port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}/statistiek"
    server.should_exit = True
    thread.join(5)


@pytest.fixture(params=SIZES)
def page(browser, request):
    """A browser without JavaScript, in one of four sizes and colours."""
    context = browser.new_context(**SIZES[request.param])
    yield context.new_page()
    context.close()


def log_in(page, site):
    page.goto(site)
    page.get_by_label("Naam").fill("anke")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("heading", name="Wordt de chat gebruikt?").wait_for()
    return page


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def test_axe_finds_nothing(page, site):
    page.goto(site)
    assert violations(page) == []
    log_in(page, site)
    for path in ("", "?periode=2025", "/afdruk", "/wachtwoord"):
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert violations(page) == [], path


def test_nothing_sticks_out_sideways(page, site):
    log_in(page, site)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.fixture
def plain(browser):
    """A desktop browser that runs no script at all."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_everything_works_without_javascript(plain, site):
    log_in(plain, site)
    plain.get_by_label("Andere periode").select_option("2025-Q2")
    plain.get_by_role("button", name="Toon").click()
    plain.get_by_role("heading", name="2e kwartaal 2025").wait_for()
    plain.get_by_label("Wat was er?").fill("Open dag")
    plain.get_by_role("button", name="Bewaren").click()
    plain.goto(site)
    plain.get_by_role("button", name="Verwijder notitie: Open dag").click()
    plain.get_by_text("Open dag").wait_for(state="detached")
    with plain.expect_download() as download:
        plain.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "voorbeeld-2026-Q4.csv"
    plain.get_by_role("button", name="Uitloggen").click()
    plain.get_by_role("button", name="Inloggen").wait_for()


@pytest.mark.parametrize("period", ["", "?periode=2025", "?periode=2026"])
def test_three_years_of_twelve_municipalities_stay_small(plain, site, period):
    log_in(plain, site)
    sizes = []
    plain.on("response", lambda response: sizes.append(len(response.body())))
    plain.goto(site + period)
    assert sum(sizes) <= MAX_BYTES and len(sizes) <= 2


def test_only_this_site_is_asked_for_anything(plain, site):
    asked = []
    plain.on("request", lambda request: asked.append(request.url))
    log_in(plain, site)
    assert all(url.startswith(site) for url in asked)


def test_bars_of_one_table_share_one_scale(page, site):
    log_in(page, site)
    for table in page.locator("section > table.bars").all()[:4]:
        drawn = table.evaluate(
            "t => [...t.querySelectorAll('tbody tr')].filter(r => r.querySelector('rect')).map(r => "
            "[r.querySelector('rect').getBoundingClientRect().width, Number(r.querySelector('b').textContent)])"
        )
        scale = [width / number for width, number in drawn if number >= 20]
        assert max(scale) / min(scale) < 1.1


def test_paper_cuts_nothing_off(plain, site):
    """A4 less its margins is as narrow as a phone: the rules for phones may not apply, and nothing may stick out."""
    log_in(plain, site)
    plain.set_viewport_size({"width": 680, "height": 960})
    plain.goto(f"{site}/afdruk")
    plain.emulate_media(media="print")
    assert plain.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    bar = plain.locator("table.bars .bar").first
    assert bar.evaluate("bar => getComputedStyle(bar).position") == "static"


def test_paper_shows_every_theme_and_no_forms(plain, site):
    log_in(plain, site)
    plain.goto(f"{site}/afdruk")
    plain.emulate_media(media="print")
    assert plain.locator("form, nav").count() == 0
    assert plain.get_by_text("Zorgen over buren").first.is_visible()
    assert plain.get_by_text("Tien gesprekken zijn niet tien mensen").is_visible()
