"""Files that are no honest texts: bytes and pages, each with what becomes of it.

What becomes of a file: "read" (its sound sentence gives its row), "text" (a text, of which nothing more is asked), or the
code of the failure that names it.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from hostile_texts import HEAD, SENTENCE

PLAIN = f"{HEAD}{SENTENCE}\n"
UTF8 = PLAIN.encode()
WIDE = PLAIN.encode("utf-16-le")
Case = tuple[Callable[[], bytes], str]


def _random(size: int, low: int = 0, high: int = 255) -> bytes:
    source = random.Random(size * 1000 + low)  # noqa: S311 - the same bytes every time
    return bytes(source.randint(low, high) for _ in range(size))


def _between(bad: bytes, count: int = 1) -> bytes:
    """Bad bytes between the title and the sentence, in a text long enough to bear some damage."""
    around = "Bà con trong huyện góp công làm đường.\n".encode() * 40
    return HEAD.encode() + around + bad * count + b"\n\n" + SENTENCE.encode() + b"\n"


def tcvn3(text: str) -> bytes:
    """A text in TCVN3, as far as its letters go."""
    letters = dict(
        zip("àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđ",
            b"\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde"
            b"\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
            b"\xa8\xa9\xaa\xab\xac\xad\xae", strict=True)
    )
    return bytes(letters.get(char, ord(char) if ord(char) < 128 else 0x3F) for char in text)


BYTES: dict[str, Case] = {
    "nothing": (lambda: b"", "text"),
    "one zero byte": (lambda: b"\0", "binary"),
    "zero bytes": (lambda: b"\0" * 100_000, "binary"),
    "a zero byte in a text": (lambda: _between(b"\0"), "read"),
    "zero bytes in a text": (lambda: _between(b"\0" * 20), "read"),
    "zero bytes behind a text": (lambda: UTF8 + b"\0" * 50_000, "binary"),
    "zero bytes between letters": (lambda: b"\0".join(bytes([byte]) for byte in UTF8), "text"),
    "every byte": (lambda: bytes(range(256)) * 40, "binary"),
    "every byte before a text": (lambda: bytes(range(256)) + UTF8, "binary"),
    "every byte downwards": (lambda: bytes(range(255, -1, -1)) * 40, "undecodable"),
    "one byte 255": (lambda: b"\xff", "undecodable"),
    "bytes 255": (lambda: b"\xff" * 50_000, "undecodable"),
    "bytes 128": (lambda: b"\x80" * 50_000, "undecodable"),
    "escape": (lambda: b"\x1b" * 50_000, "binary"),
    "backspaces": (lambda: b"\x08" * 50_000, "binary"),
    "deletes": (lambda: b"\x7f" * 50_000, "binary"),
    "controls in a text": (lambda: _between(bytes(range(1, 9))), "read"),
    "colours of a terminal": (lambda: _between(b"\x1b[31mA\x1b[0m", 5), "read"),
    "random bytes": (lambda: _random(60_000), "binary"),
    "random high bytes": (lambda: _random(60_000, 128), "undecodable"),
    "random ASCII": (lambda: _random(60_000, 32, 126), "text"),
    "random bytes in a text": (lambda: _between(_random(30, 128)), "text"),
    "UTF-8 cut in a letter": (lambda: UTF8[:-2] + "ẫ".encode()[:2], "read"),
    "UTF-8 that begins in a letter": (lambda: "ẫ".encode()[1:] + UTF8, "undecodable"),
    "UTF-8 cut in its mark": (lambda: b"\xef\xbb" + UTF8, "read"),
    "one broken letter": (lambda: _between(b"x\xe1\xba n"), "read"),
    "continuations alone": (lambda: b"\x80\xbf" * 20_000, "undecodable"),
    "overlong slash": (lambda: _between(b"\xc0\xaf"), "read"),
    "overlong zero": (lambda: _between(b"\xc0\x80"), "read"),
    "overlong by two": (lambda: _between(b"\xe0\x80\xaf"), "read"),
    "overlong text": (lambda: b"".join(b"\xc1" + bytes([0x80 | byte & 0x3F]) for byte in b"a" * 20_000), "undecodable"),
    "beyond Unicode": (lambda: _between(b"\xf4\x90\x80\x80"), "read"),
    "five bytes a letter": (lambda: _between(b"\xf8\x88\x80\x80\x80"), "read"),
    "surrogates in UTF-8": (lambda: _between(b"\xed\xa0\x80"), "read"),
    "pairs of surrogates in UTF-8": (lambda: _between(b"\xed\xa0\xbd\xed\xb8\x80"), "read"),
    "no characters": (lambda: _between("\ufffe\uffff".encode()), "read"),
    "replacement characters": (lambda: _between("\ufffd".encode() * 200), "read"),
    "lone surrogate in UTF-16": (lambda: b"\xff\xfe" + WIDE + b"\x00\xd8", "read"),
    "surrogates the wrong way": (lambda: b"\xff\xfe" + WIDE + b"\x00\xdc\x00\xd8", "undecodable"),
    "nothing but surrogates": (lambda: b"\xff\xfe" + b"\x00\xd8" * 5_000, "undecodable"),
    "UTF-16 of odd length": (lambda: b"\xff\xfe" + WIDE + b"\x0a", "read"),
    "UTF-16 the wrong way": (lambda: b"\xfe\xff" + WIDE, "undecodable"),
    "UTF-16 without a mark": (lambda: WIDE, "read"),
    "UTF-16 the other way without a mark": (lambda: PLAIN.encode("utf-16-be"), "read"),
    "UTF-16 behind the mark of UTF-8": (lambda: b"\xef\xbb\xbf" + WIDE, "undecodable"),
    "UTF-8 behind the mark of UTF-16": (lambda: b"\xff\xfe" + UTF8, "text"),
    "UTF-8 behind the mark of UTF-32": (lambda: b"\xff\xfe\x00\x00" + UTF8, "undecodable"),
    "UTF-16 then UTF-8": (lambda: b"\xff\xfe" + WIDE + UTF8, "read"),
    "UTF-8 then UTF-16": (lambda: UTF8 * 3 + WIDE, "binary"),
    "UTF-32": (lambda: PLAIN.encode("utf-32"), "read"),
    "UTF-32 without a mark": (lambda: PLAIN.encode("utf-32-le"), "binary"),
    "UTF-32 beyond Unicode": (lambda: b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 500, "undecodable"),
    "UTF-7": (lambda: PLAIN.encode("utf-7"), "text"),
    "only a mark": (lambda: b"\xef\xbb\xbf", "text"),
    "only a mark of UTF-16": (lambda: b"\xff\xfe", "text"),
    "two marks": (lambda: b"\xef\xbb\xbf" * 2 + UTF8, "read"),
    "many marks": (lambda: b"\xef\xbb\xbf" * 20_000 + UTF8, "read"),
    "a mark in the middle": (lambda: _between(b"\xef\xbb\xbf"), "read"),
    "a mark before each line": (lambda: b"\n".join(b"\xef\xbb\xbf" + line for line in UTF8.split(b"\n")), "read"),
    "the mark of UTF-16 in the middle": (lambda: _between(b"\xff\xfe"), "read"),
    "TCVN3": (lambda: tcvn3(PLAIN), "read"),
    "TCVN3 then UTF-8": (lambda: tcvn3(PLAIN) + UTF8, "read"),
    "TCVN3 cut in half": (lambda: tcvn3(PLAIN)[: len(PLAIN) // 2], "text"),
    "VNI cut in half": (lambda: b"Huye\xe4n co\xf9 9/12 xa\xf5 \xf1a\xef", "text"),
    "VNI marks alone": (lambda: b"\xf9\xf8\xfb\xf5\xef" * 8_000, "undecodable"),
    "windows-1258 marks alone": (lambda: b"\xcc\xec\xde\xf2\xd2" * 8_000, "undecodable"),
    "windows-1252": (lambda: "Le café coûte déjà très cher à Hanoï, dit le maître.\n".encode("cp1252") * 40, "text"),
    "Chinese in GBK": (lambda: "十二个乡达到新农村标准".encode("gbk") * 400, "undecodable"),
    "Thai in TIS-620": (lambda: "สวัสดีครับ".encode("tis-620") * 800, "undecodable"),
    "Russian in KOI8": (lambda: "двенадцать сел".encode("koi8-r") * 400, "undecodable"),
    "EBCDIC": (lambda: b"\xc8\xe4\xe8\xc5\xd5\x40" * 2_000, "undecodable"),
    "UTF-8 twice": (lambda: UTF8.decode("cp1252", "replace").encode(), "read"),
    "base64": (lambda: b"SHV54buHbiBjw7MgOS8xMiB4w6M=" * 4_000, "text"),
    "quoted-printable": (lambda: b"Huy=E1=BB=87n c=C3=B3 9/12 x=C3=A3 " * 2_000, "text"),
    "uuencode": (lambda: b"begin 644 a\nM1F5H;&5R\n" * 2_000, "text"),
    "Mac line ends": (lambda: UTF8.replace(b"\n", b"\r"), "read"),
    "DOS line ends": (lambda: UTF8.replace(b"\n", b"\r\n"), "read"),
    "double line ends": (lambda: UTF8.replace(b"\n", b"\r\r\n"), "read"),
    "next lines": (lambda: PLAIN.replace("\n", "\x85").encode(), "read"),
    "form feeds": (lambda: UTF8.replace(b"\n", b"\f"), "read"),
    "end of file of DOS": (lambda: UTF8 + b"\x1a", "read"),
    "a line of two million letters": (lambda: _between(b"a", 2_000_000), "read"),
    "thirty thousand lines": (lambda: _between(b"a\n", 30_000), "read"),
    "a million blanks": (lambda: _between(b" ", 1_000_000), "read"),
    "only blanks": (lambda: b" " * 1_000_000, "text"),
    "only line ends": (lambda: b"\n" * 1_000_000, "text"),
    "only no-break spaces": (lambda: "\u00a0".encode() * 500_000, "text"),
    "only digits": (lambda: b"7" * 1_000_000, "text"),
    "only marks": (lambda: "\u0301".encode() * 500_000, "text"),
    "marks on one letter": (lambda: _between("\u0323".encode(), 500_000), "read"),
    "only zero width": (lambda: "\u200b".encode() * 300_000, "text"),
    "zero width before a text": (lambda: "\u200b".encode() * 300_000 + UTF8, "read"),
    "turned round": (lambda: _between("\u202e".encode(), 10_000), "read"),
    "isolates": (lambda: _between("\u2066\u2069".encode(), 10_000), "read"),
    "private use": (lambda: _between("\ue000\U000f0000".encode(), 10_000), "read"),
    "tags of Unicode": (lambda: _between("\U000e0041".encode(), 10_000), "read"),
    "emoji": (lambda: _between("👨‍👩‍👧🇻🇳".encode(), 5_000), "read"),
    "a signature of PDF": (lambda: b"%PDF-" + UTF8, "binary"),
    "a signature of ZIP": (lambda: b"PK\x03\x04" + UTF8, "binary"),
    "a signature of RTF": (lambda: b"{\\rtf1 " + UTF8, "binary"),
    "a signature of gzip": (lambda: b"\x1f\x8b" + UTF8, "binary"),
    "a signature of Parquet": (lambda: b"PAR1" + UTF8, "binary"),
}


def _page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{HEAD}</p>{body}\n<p>{SENTENCE}</p></body></html>".encode()


def _attributes(count: int) -> str:
    return "<p " + " ".join(f"a{at}=1" for at in range(count)) + ">a</p>"


PAGES: dict[str, Case] = {
    "no page": (lambda: b"", "text"),
    "a lone angle": (lambda: b"<", "text"),
    "a plain page": (lambda: _page(""), "read"),
    "a million boxes deep": (lambda: _page("<div>" * 1_000_000), "too_deep"),
    "boxes deep and out": (lambda: _page("<div>" * 100_000 + "</div>" * 100_000), "too_deep"),
    "a thousand boxes deep": (lambda: _page("<div>" * 1_000 + "a" + "</div>" * 1_000), "read"),
    "a hundred thousand ends": (lambda: _page("</div>" * 100_000), "read"),
    "lists in lists": (lambda: _page("<ul><li>" * 20_000), "too_deep"),
    "tables in tables": (lambda: _page("<table><tr><td>" * 20_000), "too_deep"),
    "quotations in quotations": (lambda: _page("<blockquote>" * 100_000), "too_deep"),
    "bold in bold": (lambda: _page("<b>" * 100_000), "too_deep"),
    "bold that is never closed": (lambda: _page("<p><b>a" * 50_000), "too_deep"),
    "fonts in paragraphs": (lambda: _page("<p><font size=1>a</p>" * 30_000), "too_deep"),
    "links in links": (lambda: _page("<a href=x>" * 100_000), "too_deep"),
    "crossed tags": (lambda: _page("<b><p></b></p>" * 2_000), "read"),
    "a comment that is never closed": (lambda: _page("<!-- " + "a" * 100_000), "text"),
    "comments that are never closed": (lambda: _page("<!--" * 100_000), "text"),
    "many comments": (lambda: _page("<!-- 3 xã -->" * 50_000), "read"),
    "comments before the page": (lambda: b"<!---->" * 50_000 + _page(""), "read"),
    "comments without a page": (lambda: b"<!---->" * 50_000 + UTF8, "read"),
    "a comment of dashes": (lambda: _page("<!--" + "-" * 500_000 + "-->"), "read"),
    "markup declarations": (lambda: _page("<!x>" * 100_000), "read"),
    "CDATA": (lambda: _page("<![CDATA[ 3 xã ]]>" * 10_000), "read"),
    "instructions": (lambda: _page("<?php echo 1 ?>" * 20_000), "read"),
    "an attribute of a megabyte": (lambda: _page(f"<p title='{'a' * 1_000_000}'>a</p>"), "read"),
    "fifty thousand attributes": (lambda: _page(_attributes(50_000)), "too_deep"),
    "five thousand attributes": (lambda: _page(_attributes(5_000)), "read"),
    "attributes without values": (lambda: _page("<p" + " a" * 100_000 + ">"), "too_deep"),
    "an attribute that is never closed": (lambda: _page('<p title="' + "a" * 100_000), "text"),
    "quotes that are never closed": (lambda: _page("<p a='" * 50_000), "too_deep"),
    "equals signs": (lambda: _page("<p " + "=" * 200_000 + ">"), "too_deep"),
    "a tag that is never closed": (lambda: _page("<p" + "a" * 500_000), "read"),
    "a tag name of a megabyte": (lambda: _page("<" + "a" * 1_000_000 + ">"), "read"),
    "angles": (lambda: _page("<" * 500_000), "read"),
    "angles and blanks": (lambda: _page("< " * 50_000), "read"),
    "entities": (lambda: _page("&amp;" * 200_000), "read"),
    "entities without an end": (lambda: _page("&" * 500_000), "read"),
    "unknown entities": (lambda: _page("&lol9;" * 100_000), "read"),
    "numbers of entities": (lambda: _page("&#99999999999999999999;" * 20_000), "read"),
    "zero entities": (lambda: _page("&#0;" * 20_000), "read"),
    "surrogate entities": (lambda: _page("&#xD800;&#xDC00;" * 20_000), "read"),
    "a bomb of entities": (
        lambda: _page("", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>') + b"&b;" * 10_000, "read",
    ),
    "a table of five thousand rows": (lambda: _page("<table>" + "<tr><td>a<td>1<td>2</tr>" * 5_000 + "</table>"), "read"),
    "a table of ten thousand columns": (lambda: _page("<table><tr>" + "<td>1</td>" * 10_000 + "</tr></table>"), "read"),
    "a span of a million": (lambda: _page("<table><tr><td rowspan=1000000 colspan=1000000>1</table>"), "read"),
    "rows without a table": (lambda: _page("<tr><td>1</td></tr>" * 10_000), "read"),
    "scripts with figures": (lambda: _page("<script>var a = '77/88 xã đạt chuẩn nông thôn mới';</script>" * 1_000), "read"),
    "styles with figures": (lambda: _page("<style>p:after {content: '77/88 xã đạt chuẩn nông thôn mới'}</style>"), "read"),
    "a script that is never closed": (lambda: _page("<script>" + "a" * 100_000), "text"),
    "a title that is never closed": (lambda: _page("", "<title>" + "a" * 1_000), "text"),
    "a script within a script": (lambda: _page("<script><!--<script></script>" * 5_000), "too_deep"),
    "hidden figures": (lambda: _page("<template>77/88 xã đạt chuẩn nông thôn mới</template>" * 100), "read"),
    "frames": (lambda: _page("<iframe src=x>77/88 xã đạt chuẩn nông thôn mới</iframe>" * 1_000), "read"),
    "frames in frames": (lambda: _page("<iframe>" * 10_000), "too_deep"),
    "vector graphics": (lambda: _page("<svg><text>77/88 xã đạt chuẩn nông thôn mới</text></svg>" * 500), "read"),
    "mathematics in graphics": (lambda: _page("<svg><math>" * 2_000 + "</math></svg>" * 2_000), "read"),
    "select lists": (lambda: _page("<select>" + "<option>77/88 xã" * 2_000 + "</select>"), "read"),
    "nested forms": (lambda: _page("<form>" * 10_000), "too_deep"),
    "an image in the page": (lambda: _page(f"<img src='data:image/png;base64,{'iVBORw0K' * 500_000}'>"), "read"),
    "base64 as text": (lambda: _page("<p>" + "iVBORw0K" * 50_000 + "</p>"), "read"),
    "a charset that does not exist": (lambda: _page("", "<meta charset='utf-99'>"), "read"),
    "a charset of another kind": (lambda: _page("", "<meta charset='utf-16'>"), "read"),
    "a charset of a megabyte": (lambda: _page("", f"<meta charset='{'a' * 1_000_000}'>"), "read"),
    "many charsets": (lambda: _page("", "<meta charset=gbk>" * 10_000), "read"),
    "a charset behind blanks": (lambda: _page("", "<meta charset =" + " " * 100_000 + "'utf-8'>"), "too_deep"),
    "a date that is none": (lambda: _page("", '<meta property="article:published_time" content="9999-99-99T99:99">'), "read"),
    "a date of a megabyte": (lambda: _page("", f'<meta property="article:published_time" content="{"9" * 1_000_000}">'), "read"),
    "broken JSON": (
        lambda: _page("", '<script type="application/ld+json">{"datePublished": "' + "{" * 100_000 + "</script>"), "read",
    ),
    "many headings": (lambda: _page("<h1>a</h1>" * 5_000), "read"),
    "empty paragraphs": (lambda: _page("<p></p>" * 50_000), "read"),
    "line breaks": (lambda: _page("<br>" * 50_000), "read"),
    "preformatted": (lambda: _page("<pre>" + "a\n" * 10_000 + "</pre>"), "read"),
    "plain text for ever": (lambda: _page("<plaintext>"), "read"),
    "zero bytes in a page": (lambda: _page("\0" * 10), "read"),
    "a page in UTF-16": (lambda: b"\xff\xfe" + _page("").decode().encode("utf-16-le"), "read"),
    "a page within a page": (lambda: _page(_page("").decode() * 500), "read"),
    "words cut by tags": (lambda: _page("<p>" + "<b>x</b><i>ã</i> " * 3_000 + "</p>"), "read"),
}
