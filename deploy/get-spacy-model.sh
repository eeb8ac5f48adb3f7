#!/usr/bin/env bash
# Try the Dutch spaCy model once, briefly: its public release page may be out of reach, and the bot works without it.
set -u
cd "$(dirname "$0")/.."
.venv/bin/python -c "import nl_core_news_sm" 2>/dev/null && exit 0
url=https://github.com/explosion/spacy-models/releases/download/nl_core_news_sm-3.7.0/nl_core_news_sm-3.7.0-py3-none-any.whl
file=.venv/nl_core_news_sm-3.7.0-py3-none-any.whl
if .venv/bin/python - "$url" "$file" <<'PY' 2>/dev/null
import socket, sys, urllib.request
socket.setdefaulttimeout(8)
urllib.request.urlretrieve(sys.argv[1], sys.argv[2])
PY
then
    .venv/bin/python -m zipfile -e "$file" "$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    rm -f "$file"
else
    echo "nl_core_news_sm is nu niet te bereiken: de bot werkt ook zonder (namen worden minder goed opgemerkt)."
fi
exit 0
