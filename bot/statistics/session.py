"""Sessions and forms of the statistics page: signed cookies and signed forms, nothing kept on the server.

Promises: a cookie is HttpOnly, SameSite=Strict, for this page only and (unless switched off) Secure; it says who
and since when, signed with a key made from the sealing key, and ends after a working day. A form counts only when
the browser says it comes from this very site and it carries a token made for this session.
"""

import hashlib
import hmac
from typing import Dict, List, Optional
from urllib.parse import parse_qs, urlsplit

from fastapi import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from bot.statistics.staff import Account

PATH = "/statistiek"
LASTS = 8 * 3600  # seconds
MAX_FORM = 4096  # bytes


class Sessions:
    """Makes and reads sessions.

    Args:
        keys: sealing keys, current first.
        secure: whether browsers may send the cookie over https only.
    """

    def __init__(self, keys: List[bytes], secure: bool):
        secrets = [hmac.digest(key, b"volgende-stap/statistiek", hashlib.sha256) for key in reversed(keys)]
        self._cookies = URLSafeTimedSerializer(secrets, salt="sessie")
        self._forms = URLSafeTimedSerializer(secrets, salt="formulier")
        self._secure = secure
        self.cookie = "__Secure-statistiek" if secure else "statistiek"

    def begin(self, response: Response, account: Account) -> None:
        """Log in on this browser."""
        response.set_cookie(
            self.cookie,
            self._cookies.dumps(account),
            LASTS,
            path=PATH,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def end(self, response: Response) -> None:
        """Log out on this browser."""
        response.delete_cookie(self.cookie, path=PATH, secure=self._secure, httponly=True, samesite="strict")

    def account(self, request: Request) -> Optional[Account]:
        """Who this browser says it is; a broken or old cookie is nobody."""
        try:
            return Account(*self._cookies.loads(request.cookies.get(self.cookie, ""), max_age=LASTS))
        except (BadData, TypeError):
            return None

    def token(self, account: Optional[Account]) -> str:
        """The token that a form must carry."""
        return self._forms.dumps(_whom(account))

    def genuine(self, request: Request, form: Dict[str, str], account: Optional[Account]) -> bool:
        """Whether a form was filled in here, by this session."""
        if not _same_site(request):
            return False
        try:
            return self._forms.loads(form.get("token", ""), max_age=LASTS) == _whom(account)
        except BadData:
            return False


async def read_form(request: Request) -> Dict[str, str]:
    """The fields of a form; empty when it is too large or something else."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM:
            return {}
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def _whom(account: Optional[Account]) -> list:
    return list(account) if account else []


def _same_site(request: Request) -> bool:
    """Browsers say where a request comes from in Sec-Fetch-Site (over https), older ones in Origin."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
