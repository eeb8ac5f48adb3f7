"""Someone with a browser: what a visitor does and sees, in the words of the tests. Keep it small."""

from __future__ import annotations

from dataclasses import dataclass, field

from fake_gateway import FakeGateway
from playwright.sync_api import BrowserContext, Locator, Page, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}


@dataclass
class Visitor:
    """Someone with a browser, in front of the demo page."""

    gateway: FakeGateway
    context: BrowserContext
    page: Page
    console: list[str] = field(default_factory=list)

    def goes_to(self, path: str = "/") -> Visitor:
        self.page.goto(self.gateway.url + path)
        return self

    def opens_chat(self, path: str = "/") -> Visitor:
        self.goes_to(path)
        self.launcher.dispatch_event("click")
        if self.gateway.start_mode == "ok":
            self.page.locator(".bot", has_text="Hoi").wait_for()
        else:
            # Until the failure shows, the request may still be under way and meet whatever the gateway does by then.
            self.again.wait_for()
        return self

    def types(self, text: str) -> Visitor:
        self.input.fill(text)
        return self

    def says(self, text: str) -> Visitor:
        self.types(text).send.click()
        return self

    def asks(self, text: str = "Wat kan ik doen?") -> Visitor:
        """Says something and waits for the answer."""
        self.says(text)
        self.page.locator(".bot").nth(1).wait_for()
        return self

    def leaves(self) -> None:
        """Presses the exit with the mouse; does not wait for where that leads."""
        box = self.exit.bounding_box()
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def has_left(self) -> None:
        """Is at the neutral site."""
        expect(self.page).to_have_title("weer")
        expect(self.page.locator("h1")).to_contain_text("Het weer")

    def text(self) -> str:
        """All that can be read on the page, shadow roots included."""
        return self.page.evaluate("""() => {
            const read = (node) => [node.nodeValue ?? '', node.value ?? '', ...[...(node.shadowRoot?.childNodes ?? []), ...node.childNodes].map(read)].join(' ');
            return read(document.documentElement) + document.title;
        }""")

    def focused(self) -> str:
        """Class or name of what has the focus, looking into the shadow root."""
        return self.page.evaluate("""() => {
            let active = document.activeElement;
            while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
            return active?.className || active?.id || active?.tagName || '';
        }""")

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name="Stel je vraag")

    @property
    def panel(self) -> Locator:
        return self.page.locator(".panel")

    @property
    def exit(self) -> Locator:
        return self.page.get_by_role("button", name="Verberg deze pagina", exact=True)

    @property
    def input(self) -> Locator:
        return self.panel.get_by_role("textbox")

    @property
    def send(self) -> Locator:
        return self.page.get_by_role("button", name="Verstuur", exact=True)

    @property
    def again(self) -> Locator:
        return self.page.get_by_role("button", name="Probeer opnieuw")

    @property
    def turns(self) -> Locator:
        return self.page.locator(".turn")

    @property
    def live(self) -> Locator:
        return self.page.locator(".panel [aria-live=polite]")
