from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract import language
from ntm_extract.language import LONGEST, align

SENTENCE = "Sản phẩm  thịt trâu gác bếp Hà Vân của HTX Hoà Bình được công nhận."


def test_importing_the_adapter_does_not_import_the_library() -> None:
    code = (
        "import sys, ntm_extract.language, ntm_extract.attribution.products.reader;"
        "sys.exit(any(name.split('.')[0] == 'underthesea' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_tokens_are_laid_over_the_text_across_spaces_case_and_tone_marks() -> None:
    text = "HTX  hoà tan\nThuý"
    assert [text[s:e] for s, e in align(text, ["HTX", "hòa tan", "thúy"])] == ["HTX", "hoà tan", "Thuý"]


def test_tokens_of_another_text_give_nothing_rather_than_a_shifted_span() -> None:
    assert align("gạo nếp", ["gạo", "tẻ"]) == []
    assert align("gạo", ["gạo", "nếp"]) == []


@given(st.lists(st.text(alphabet="abcđêôạn", min_size=1, max_size=6), max_size=8), st.sampled_from([" ", "  ", "\n", ""]))
def test_align_gives_back_the_tokens_it_was_given(tokens: list[str], gap: str) -> None:
    text = gap.join(tokens)
    spans = align(text, tokens)
    assert [text[s:e] for s, e in spans] == tokens
    assert all(before.end <= after.start for before, after in pairwise(spans))


@pytest.mark.filterwarnings("ignore")
def test_words_are_spans_of_the_very_text() -> None:
    words = language.words(SENTENCE)
    assert next(w for w in words if SENTENCE[w.start : w.end] == "Hà Vân").tag == "Np"
    assert all(before.end <= after.start for before, after in pairwise(words))
    assert "".join(SENTENCE[w.start : w.end] for w in words).replace(" ", "") == SENTENCE.replace(" ", "")


def test_nothing_is_asked_about_blank_or_endless_text() -> None:
    assert language.words("  ") == []
    assert language.words("a" * (LONGEST + 1)) == []
