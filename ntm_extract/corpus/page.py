"""What the head of an HTML page says about it: title, day of publication, address, site.

* title: the ``<h1>`` that the page's own title confirms, then og:title, a lone ``<h1>``, ``<title>``;
* day of publication: article:published_time, other ``meta`` of that meaning, JSON-LD ``datePublished``,
  ``<time datetime>``, in Vietnam's time zone. ``03/04/2024`` is left alone, since content systems write
  it in both orders, and a wrong day dates every figure of the page wrongly;
* address: the canonical link, og:url; only http and https. Site: og:site_name, else the host.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

_JSON_LD_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,40})\"")
_DATE_METAS = (
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "publish-date",
    "publish_date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created",
)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_SLASHED_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_VIETNAM = timezone(timedelta(hours=7))


class PageMetadata(NamedTuple):
    """``published`` is an ISO 8601 date."""

    title: str | None
    published: str | None
    url: str | None
    site: str | None


def read_metadata(tree: LexborHTMLParser, html: str) -> PageMetadata:
    """Read the metadata of a parsed page; ``html`` is its source."""
    metas = dict(_metas(tree))
    url = _url(tree, metas)
    site = metas.get("og:site_name") or _host(url)
    return PageMetadata(_title(tree, metas), _published(tree, html, metas), url, site)


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in reversed(tree.css("meta")):  # reversed, so that the first of a name wins in a dict
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = _one_line(attributes.get("content") or "")
        if name and content:
            yield name.lower(), content


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _title(tree: LexborHTMLParser, metas: dict[str, str]) -> str | None:
    node = tree.css_first("head title") or tree.css_first("title")
    page = _one_line(node.text()) if node is not None else ""
    shared = metas.get("og:title", "")
    headings = [heading for h1 in tree.css("h1")[:20] if (heading := _one_line(h1.text(separator=" ")))]
    claims = [claim.casefold() for claim in (shared, page) if claim]
    for heading in headings:
        folded = heading.casefold()
        if any(folded in claim or claim in folded for claim in claims):
            return heading
    return shared or (headings[0] if len(headings) == 1 else page) or None


def _url(tree: LexborHTMLParser, metas: dict[str, str]) -> str | None:
    node = tree.css_first("link[rel='canonical']")
    candidates = (node.attributes.get("href") if node is not None else None, metas.get("og:url"))
    return next((url.strip() for url in candidates if url and url.strip().startswith(("http://", "https://"))), None)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:  # a malformed IPv6 address
        return None


def _published(tree: LexborHTMLParser, html: str, metas: dict[str, str]) -> str | None:
    for name in _DATE_METAS:
        if name in metas and (day := _day(metas[name])):
            return day
    if (match := _JSON_LD_DATE.search(html)) and (day := _day(match[1])):
        return day
    for node in tree.css("time[datetime]")[:5]:
        if day := _day(node.attributes.get("datetime") or ""):
            return day
    return None


def _day(text: str) -> str | None:
    """Read the day of a time stamp, in Vietnam if it names a time zone; None if it can be read in two ways.

    >>> _day("2024-11-28T23:30:00Z"), _day("29/11/2024 08:00"), _day("03/04/2024")
    ('2024-11-29', '2024-11-29', None)
    """
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date().isoformat()
    try:
        if match := _ISO_DAY.match(text):
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        if match := _SLASHED_DAY.match(text):
            first, second, year = int(match[1]), int(match[2]), int(match[3])
            if first > 12 or first == second:
                return date(year, second, first).isoformat()
            if second > 12:
                return date(year, first, second).isoformat()
    except ValueError:
        return None
    return None
