#!/usr/bin/env bash
# The browser tests need Chromium; as root on Debian it is installed, otherwise one clear sentence.
set -eu
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Chromium installeren voor de browsertests ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "De browsertests hebben Chromium nodig. Installeer het met: sudo apt-get install chromium" >&2
exit 1
