#!/bin/sh
# What the tests need from the system: Chromium, the PostgreSQL server programs and Dovecot.
# Installs what is missing when it may (root, with apt-get); otherwise says loudly what will be skipped.
# Chromium without its windows and menus takes a third less work; where it is not packaged, the whole one will do.
set -eu

has_browser() {
    for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

has_postgres() {
    for name in /usr/lib/postgresql/*/bin/initdb "$(command -v initdb || true)"; do
        if [ -x "$name" ] && [ -x "$(dirname "$(readlink -f "$name")")/postgres" ]; then return 0; fi
    done
    return 1
}

has_imap() {
    command -v dovecot >/dev/null 2>&1 || [ -x /usr/sbin/dovecot ]
}

install() {
    apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

missing=
has_browser || missing="chromium-headless-shell"
has_postgres || missing="$missing postgresql"
has_imap || missing="$missing dovecot-imapd"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests: $missing …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || true
    for package in $missing; do
        install "$package" || { [ "$package" = chromium-headless-shell ] && install chromium; } || true
    done
fi

has_browser || echo "!!! NO CHROMIUM: every browser test is SKIPPED. Install it: apt-get install chromium" >&2
has_postgres || echo "!!! NO POSTGRESQL: every PostgreSQL test is SKIPPED. Install it: apt-get install postgresql" >&2
has_imap || echo "!!! NO IMAP SERVER: every test with a mailbox is SKIPPED. Install it: apt-get install dovecot-imapd" >&2
