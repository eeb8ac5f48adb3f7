"""The whole thing: the real gateway and model behind the real page, one real sentence in Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from bot import content
from bot.paths import ROOT

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("dienst")
    environment = {**os.environ, "VOLGENDE_STAP_PORT": str(port), "VOLGENDE_STAP_COUNTS": str(folder / "counts.db")}
    log = (folder / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    url = f"http://localhost:{port}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=1)
            break
        except OSError:
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.5)
    yield url, folder
    process.terminate()
    process.wait(20)
    output = (folder / "log").read_text()
    assert "gordijn" not in output and "Traceback" not in output, output


def test_one_real_sentence_brings_the_right_help(service, browser):
    url, folder = service
    context = browser.new_context()
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url + "/")
    chat = page.locator("volgende-stap-chat")
    chat.get_by_role("button").first.click()
    box = chat.get_by_role("textbox")
    box.fill("mijn buurman slaat zijn vrouw achter het gordijn")
    box.press("Enter")
    chat.locator('a[href="tel:08002000"]').first.wait_for(state="attached", timeout=20_000)
    answer = content.shown("utter_vermoeden_buren", {"rol": "buur", "herhaald": "nee"})["text"]
    chat.get_by_text(answer.split(".")[0]).first.wait_for(timeout=20_000)
    assert all(request.startswith(url) for request in requests), requests
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]") == [0, 0, 0]
    context.close()
