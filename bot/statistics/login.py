"""Logging in, logging out and changing a password on the statistics page.

Promises: whoever is not logged in sees the login page, and without any account how to make one; a wrong name and a
wrong password get the same answer; disk and hashing never hold up the conversations of others.
"""

import asyncio
from typing import Dict, Optional

from fastapi import Request, Response

from bot.statistics.rendering import go, show
from bot.statistics.session import PATH, Sessions, read_form
from bot.statistics.staff import Account, Refused, Staff

EXPIRED = "Dit formulier is verlopen. Probeer het nog een keer."


class Login:
    """Who is looking, and the pages about that."""

    def __init__(self, config, demo: bool):
        self._demo = demo
        self._staff = Staff(config.beside_counts(config.STAFF))
        self._sessions = Sessions(config.sealing_keys(), config.COOKIE_SECURE)

    def routes(self):
        """Method, path and handler of every page."""
        return (
            ("GET", "/inloggen", self.back),
            ("POST", "/inloggen", self.log_in),
            ("POST", "/uitloggen", self.log_out),
            ("GET", "/wachtwoord", self.password),
            ("POST", "/wachtwoord", self.change_password),
        )

    async def account(self, request: Request) -> Optional[Account]:
        """Who is logged in on this browser."""
        account = self._sessions.account(request)
        return account if account and await asyncio.to_thread(self._staff.current, account) else None

    async def closed(self) -> Response:
        """What someone sees who is not logged in."""
        if not await asyncio.to_thread(self._staff.names):
            return show("setup", off=False, demo=self._demo)
        return self._page("login", None)

    def token(self, account: Account) -> str:
        """The token for the forms of this session."""
        return self._sessions.token(account)

    async def form_of(self, request: Request) -> Optional[Dict[str, str]]:
        """A form that was filled in here by someone who is logged in; None when it was not."""
        account, form = await self.account(request), await read_form(request)
        return form if account and self._sessions.genuine(request, form, account) else None

    async def back(self, request: Request) -> Response:
        return go(PATH)

    async def log_in(self, request: Request) -> Response:
        form = await read_form(request)
        if not self._sessions.genuine(request, form, None):
            return self._page("login", None, EXPIRED, 400)
        try:
            account = await asyncio.to_thread(self._staff.log_in, form.get("naam", ""), form.get("wachtwoord", ""))
        except Refused as refusal:
            return self._page("login", None, str(refusal), 403)
        response = go(PATH)
        self._sessions.begin(response, account)
        return response

    async def log_out(self, request: Request) -> Response:
        account = await self.account(request)
        response = go(PATH)
        if account and await self.form_of(request) is not None:
            await asyncio.to_thread(self._staff.log_out, account)
            self._sessions.end(response)
        return response

    async def password(self, request: Request) -> Response:
        account = await self.account(request)
        return self._page("password", account) if account else go(PATH)

    async def change_password(self, request: Request) -> Response:
        account = await self.account(request)
        if not account:
            return go(PATH)
        form = await self.form_of(request)
        if form is None:
            return self._page("password", account, EXPIRED, 400)
        try:
            await asyncio.to_thread(self._staff.log_in, account.name, form.get("oud", ""))
            await asyncio.to_thread(self._staff.set_password, account.name, form.get("nieuw", ""))
        except Refused as refusal:
            return self._page("password", account, str(refusal), 403)
        return go(PATH)

    def _page(
        self, name: str, account: Optional[Account], problem: Optional[str] = None, status: int = 200
    ) -> Response:
        token = self._sessions.token(account)
        return show(name, status, problem=problem, account=account, token=token, demo=self._demo)
