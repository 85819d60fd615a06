from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ntm_extract.reference import gazetteer as module
from ntm_extract.reference.gazetteer import (
    DATA_FILE,
    Gazetteer,
    Level,
    System,
    Unit,
    fold,
    load_gazetteer,
    spellings,
    system_for,
)
from ntm_extract.reference.listing import Listing

ROOT = Path(__file__).parents[1]
TOTAL = 63 + 34 + 696 + 10_035 + 3_321


@pytest.fixture(scope="module")
def g() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def units(g: Gazetteer) -> list[Unit]:
    return [g.unit(position) for position in range(TOTAL)]


def only(found: tuple[Unit, ...]) -> Unit:
    assert len(found) == 1, found
    return found[0]


def names(found: tuple[Unit, ...]) -> set[str]:
    return {unit.name for unit in found}


# -- the data


def test_totals_are_the_official_ones(units: list[Unit]) -> None:
    assert Counter((unit.level, unit.system) for unit in units) == {
        ("province", "63"): 63, ("province", "34"): 34, ("district", "63"): 696,
        ("commune", "63"): 10_035, ("commune", "34"): 3_321,
    }  # fmt: skip


def test_new_communes_by_kind(units: list[Unit]) -> None:
    kinds = Counter(unit.kind for unit in units if unit.system == "34" and unit.level == "commune")
    assert kinds == {"xã": 2_621, "phường": 687, "đặc khu": 13}


def test_code_and_list_are_a_key(units: list[Unit]) -> None:
    assert max(Counter((unit.codelist, unit.code) for unit in units).values()) == 1
    assert {(unit.system, unit.codelist) for unit in units} == {("63", "gso-2025-06"), ("34", "gso-2025-07")}
    length = {"province": 2, "district": 3, "commune": 5}
    assert all(unit.code and unit.code.isdigit() and len(unit.code) == length[unit.level] for unit in units)


def test_a_reused_code_means_another_commune(units: list[Unit]) -> None:
    by_code = {(unit.codelist, unit.code): unit.name for unit in units}
    assert by_code["gso-2025-06", "03640"] == "Ta Gia"
    assert by_code["gso-2025-07", "03640"] == "Khoen On"


def test_names_are_clean(units: list[Unit]) -> None:
    for unit in units:
        assert unicodedata.is_normalized("NFC", unit.name)
        assert unit.name == " ".join(unit.name.split())
        assert not unit.name[0].islower()
        assert unit.name == "Phường Đúc" or not unit.name.lower().startswith(unit.kind + " ")
        assert "(" not in unit.name


def test_every_unit_is_found_by_its_name(g: Gazetteer, units: list[Unit]) -> None:
    for unit in units[::7]:
        assert unit in g.find(unit.name.upper(), unit.level, unit.system, unit.province, unit.district)
        assert g.longest_match(unit.name.split(), unit.level, unit.system) == len(unit.name.split())


def test_an_old_commune_name_is_unique_in_its_district_by_kind(units: list[Unit]) -> None:
    seen = Counter((u.parent, u.kind, u.name) for u in units if u.level == "commune" and u.system == "63")
    assert max(seen.values()) == 1


def test_every_old_unit_has_successors_in_its_new_province(g: Gazetteer, units: list[Unit]) -> None:
    for unit in units:
        heirs = g.successor(unit)
        assert heirs
        assert all(heir.system == "34" for heir in heirs)
        assert unit.province is not None
        if unit.system == "63":
            assert {heir.province for heir in heirs} == {g.province_successor(unit.province)}


def test_every_new_commune_was_something_before(units: list[Unit]) -> None:
    heirs = {heir for unit in units if unit.system == "63" for heir in unit.successors}
    assert heirs == {unit.position for unit in units if unit.system == "34"}


# -- looking up


def test_ambiguous_until_a_province_narrows_it(g: Gazetteer) -> None:
    everywhere = g.find("Châu Thành", level="district")
    assert len(everywhere) > 5
    assert only(g.find("châu thành", level="district", province="Bến Tre")).province == "Bến Tre"
    assert g.find("Châu Thành", level="district", province="Sơn La") == ()


def test_filters(g: Gazetteer) -> None:
    assert only(g.find("Y Tý", system="63", province="Lào Cai", district="Bát Xát")).code == "02701"
    assert g.find("Y Tý", system="63", district="Sa Pa") == ()
    assert g.find("Y Tý", level="province") == ()
    assert g.find("Không Có Xã Này") == ()
    assert only(g.find("Lai Châu", level="province", system="34")).codelist == "gso-2025-07"


def test_numeric_names(g: Gazetteer) -> None:
    quan = only(g.find("1", level="district"))
    assert (quan.kind, quan.province) == ("quận", "Hồ Chí Minh")
    assert g.find("01", level="district") == (quan,)
    assert only(g.find("4", "commune", "63", province="TP.HCM", district="8")).kind == "phường"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TP.HCM", "Hồ Chí Minh"), ("TPHCM", "Hồ Chí Minh"), ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("HCM", "Hồ Chí Minh"), ("Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("Thừa Thiên - Huế", "Huế"), ("Thừa Thiên Huế", "Huế"), ("TT-Huế", "Huế"), ("THỪA THIÊN – HUẾ", "Huế"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu"), ("BR-VT", "Bà Rịa - Vũng Tàu"),
        ("Đắc Lắc", "Đắk Lắk"), ("Dak Lak", "Đắk Lắk"), ("Đăk Lăk", "Đắk Lắk"), ("ĐĂKLĂK", "Đắk Lắk"),
        ("Đăk Nông", "Đắk Nông"), ("Bắc Cạn", "Bắc Kạn"), ("Hoà Bình", "Hòa Bình"), ("KHÁNH HOÀ", "Khánh Hòa"),
        ("Kontum", "Kon Tum"),
    ],
)  # fmt: skip
def test_other_spellings_of_provinces(g: Gazetteer, written: str, name: str) -> None:
    province = g.province(written, "63")
    assert province is not None
    assert province.name == name
    assert g.longest_match(written.split(), "province", "63") == len(written.split())


@pytest.mark.parametrize(
    ("written", "name", "province"),
    [
        ("Qui Nhơn", "Quy Nhơn", "Bình Định"), ("Buôn Mê Thuột", "Buôn Ma Thuột", "Đắk Lắk"),
        ("Sapa", "Sa Pa", "Lào Cai"), ("Krông Ana", "Krông A Na", "Đắk Lắk"), ("Ea HLeo", "Ea H'leo", "Đắk Lắk"),
        ("M’Đrăk", "M'Đrắk", "Đắk Lắk"), ("Mĩ Đức", "Mỹ Đức", "Hà Nội"), ("Kì Anh", "Kỳ Anh", "Hà Tĩnh"),
        ("Phan Rang – Tháp Chàm", "Phan Rang - Tháp Chàm", "Ninh Thuận"), ("Thuỷ Nguyên", "Thủy Nguyên", "Hải Phòng"),
    ],
)  # fmt: skip
def test_other_spellings_of_districts(g: Gazetteer, written: str, name: str, province: str) -> None:
    assert {(u.name, u.province) for u in g.find(written, level="district")} == {(name, province)}


def test_a_province_is_of_its_system(g: Gazetteer) -> None:
    assert g.province("Hà Giang", "63") is not None
    assert g.province("Hà Giang", "34") is None
    assert (len(g.provinces("63")), len(g.provinces("34"))) == (63, 34)


def test_districts_and_communes_below(g: Gazetteer) -> None:
    lai_chau = only(g.find("Lai Châu", level="province", system="63"))
    assert names(g.districts_of(lai_chau)) == {
        "Lai Châu", "Tam Đường", "Mường Tè", "Sìn Hồ", "Phong Thổ", "Than Uyên", "Tân Uyên", "Nậm Nhùn",
    }  # fmt: skip
    assert {commune.province for commune in g.communes_of(lai_chau)} == {"Lai Châu"}
    assert sum(len(g.communes_of(district)) for district in g.districts_of(lai_chau)) == len(g.communes_of(lai_chau))
    new = only(g.find("Lai Châu", level="province", system="34"))
    assert g.districts_of(new) == ()
    assert len(g.communes_of(new)) == 38
    assert g.communes_of(g.country()) == g.districts_of(g.country()) == ()


# -- old and new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hà Giang", "Tuyên Quang"), ("Tuyên Quang", "Tuyên Quang"), ("Long An", "Tây Ninh"), ("Gia Lai", "Gia Lai"),
        ("Bình Định", "Gia Lai"), ("Lai Châu", "Lai Châu"), ("Thừa Thiên Huế", "Huế"), ("BRVT", "Hồ Chí Minh"),
        ("Hà Tây", "Hà Nội"), ("Atlantis", None),
    ],
)  # fmt: skip
def test_province_successors(g: Gazetteer, old: str, new: str | None) -> None:
    assert g.province_successor(old) == new


def test_commune_successors(g: Gazetteer) -> None:
    y_ty = only(g.find("Y Tý", system="63"))
    assert [(u.name, u.code, u.province) for u in g.successor(y_ty)] == [("Y Tý", "02701", "Lào Cai")]
    gia_phu = only(g.find("Gia Phú", "commune", "63", "Lào Cai", "Bảo Thắng"))
    assert [u.name for u in g.successor(gia_phu)] == ["Gia Phú"]


def test_an_island_without_communes_has_a_successor(g: Gazetteer) -> None:
    con_dao = only(g.find("Côn Đảo", level="district"))
    assert g.communes_of(con_dao) == ()
    assert [(u.kind, u.name, u.province) for u in g.successor(con_dao)] == [("đặc khu", "Côn Đảo", "Hồ Chí Minh")]


def test_a_divided_commune_does_not_inherit_from_a_namesake(g: Gazetteer) -> None:
    sa_dec = only(g.find("3", "commune", "63", province="Đồng Tháp", district="Sa Đéc"))
    assert names(g.successor(sa_dec)) == {"Sa Đéc"}
    vinh_thanh = only(g.find("Thạnh Quới", "commune", "63", province="Cần Thơ"))
    assert names(g.successor(vinh_thanh)) == {"Thạnh Quới"}
    divided = only(g.find("5", "commune", "63", province="Hồ Chí Minh", district="8"))
    assert [u.name for u in g.successor(divided)] == ["Chánh Hưng", "Bình Đông"]


def test_units_that_ended_before(g: Gazetteer) -> None:
    hoanh_bo = only(g.find("Hoành Bồ", level="district"))
    assert (hoanh_bo.province, hoanh_bo.until, hoanh_bo.code, hoanh_bo.codelist) == ("Quảng Ninh", "2019", None, None)
    assert g.successor(hoanh_bo) == ()
    assert [u.until for u in g.find("Kỳ Sơn", level="district")] == [None, "2019"]  # Nghệ An has one still
    ha_tay = g.province("Hà Tây", "63")
    assert ha_tay is not None
    assert ha_tay.until == "2008"
    assert ha_tay not in g.provinces("63")


@pytest.mark.parametrize(
    ("when", "system"),
    [
        (None, "63"), ("2014", "63"), ("2025", "63"), ("2025-06-30", "63"), ("2025-07-01", "34"), ("2025-Q2", "63"),
        ("2025-Q4", "34"), ("2025-12", "34"), ("2026-01-05", "34"), ("2021/2025", "63"),
    ],
)  # fmt: skip
def test_system_for(when: str | None, system: str) -> None:
    assert system_for(when) == system


# -- regions, country, bare names


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ĐBSCL", "Đồng bằng sông Cửu Long"), ("đồng bằng Sông Cửu Long", "Đồng bằng sông Cửu Long"),
        ("Trung du, miền núi phía Bắc", "Trung du và miền núi phía Bắc"), ("miền núi phía Bắc", "Miền núi phía Bắc"),
        ("miền Tây Nam Bộ", "Tây Nam Bộ"), ("TÂY NGUYÊN", "Tây Nguyên"),
        ("Duyên hải Nam Trung bộ và Tây Nguyên", "Duyên hải Nam Trung Bộ và Tây Nguyên"),
    ],
)  # fmt: skip
def test_regions(g: Gazetteer, written: str, name: str) -> None:
    region = g.region(written)
    assert region is not None
    assert (region.name, region.level, region.system, region.province) == (name, "region", None, None)
    assert region in g.find(written, system="34")


def test_every_listed_spelling_leads_to_its_unit(g: Gazetteer) -> None:
    for spelling, name in g.region_names().items():
        assert names(g.find(spelling, level="region")) == {name}
    for spelling, name in g.province_names().items():
        assert names(g.find(spelling, level="province")) == {name}


def test_bare_names_hold_both_tone_spellings_but_not_the_man(g: Gazetteer) -> None:
    bare = g.province_names()
    assert {"Hòa Bình", "Hoà Bình", "Bà Rịa-Vũng Tàu", "Thừa Thiên - Huế", "TP.HCM"} <= bare.keys()
    assert not {"Hồ Chí Minh", "HCM"} & bare.keys()
    assert {unit.name for unit in g.provinces("63")} <= set(bare.values())


def test_country(g: Gazetteer) -> None:
    assert g.country()[:5] == ("Việt Nam", "country", "nước", "VN", "iso-3166-1")


# -- longest_match


@pytest.mark.parametrize(
    ("words", "level", "count"),
    [
        ("Than Uyên Lai Châu", "district", 2), ("Bà Rịa - Vũng Tàu có", "province", 5), ("1 có", "district", 1),
        ("Quang", "province", 0), ("Điện Biên Đông đạt", "district", 3), ("Điện Biên đạt", "district", 2),
        ("Tân Lập, Tân", "commune", 0), ("- Than Uyên", "district", 3), ("Bảo Lâm 1", "commune", 3),
        ("Bắc Trung Bộ và Duyên hải miền Trung tăng", "region", 8), ("", None, 0), ("- -", None, 0),
    ],
)  # fmt: skip
def test_longest_match(g: Gazetteer, words: str, level: Level | None, count: int) -> None:
    assert g.longest_match(words.split(), level) == count


def test_longest_match_keeps_to_the_system(g: Gazetteer) -> None:
    assert g.longest_match(["Khoen", "On"], "commune", "34") == 2
    assert g.longest_match(["Hà", "Giang"], "province", "34") == 0


@given(st.data())
def test_longest_match_is_what_find_finds(data: st.DataObject) -> None:
    g = load_gazetteer()
    pool = st.integers(0, TOTAL - 1).map(lambda position: g.unit(position).name.split())
    words = [word for name in data.draw(st.lists(pool, max_size=3)) for word in name][:8]
    level = data.draw(st.sampled_from([*get_args(Level), None]))
    system = data.draw(st.sampled_from([*get_args(System), None]))
    ends = (n for n in range(1, len(words) + 1) if fold(words[n - 1]))
    prefixes = [n for n in ends if g.find(" ".join(words[:n]), level, system)]
    assert g.longest_match(words, level, system) == max(prefixes, default=0)


# -- fold


FORMS: st.SearchStrategy[Literal["NFC", "NFD"]] = st.sampled_from(["NFC", "NFD"])
NAMES = st.integers(0, TOTAL - 1).map(lambda position: load_gazetteer().unit(position).name)


@given(NAMES, FORMS, st.sampled_from(["\u00a0", "  ", "-", " – ", ""]))
def test_fold_ignores_case_form_and_breaks(name: str, form: Literal["NFC", "NFD"], gap: str) -> None:
    key = fold(name)
    for written in (name.upper(), name.lower(), unicodedata.normalize(form, name)):
        assert fold(written) == key
    if gap:
        assert fold(gap.join(name.split(" "))) == key


@given(NAMES)
def test_fold_ignores_tone_placement_and_apostrophes(name: str) -> None:
    assert {fold(form) for form in spellings(name)} == {fold(name)}
    assert fold(name.replace("'", "’")) == fold(name)


@given(st.text(max_size=40))
def test_fold_takes_any_text(text: str) -> None:
    assert " " not in fold(text)
    assert load_gazetteer().longest_match(text.split()) <= len(text.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tân Lập", "Tân Lạp"), ("Thúy", "Thúi"), ("Hai", "Hay"), ("Bảo Yên", "Bảo Yến"), ("10", "1"),
        ("Phú Lộc", "Phù Lộc"),
    ],
)  # fmt: skip
def test_fold_keeps_letters_and_tones(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_different_names_share_a_key_only_as_spellings(units: list[Unit]) -> None:
    by_key: dict[str, set[str]] = {}
    for unit in units:
        by_key.setdefault(fold(unit.name), set()).add(unit.name.lower())
    assert sum(len(forms) > 1 for forms in by_key.values()) < 20


# -- loading and building


def test_nothing_is_read_at_import() -> None:
    code = (
        "import sys, json; opened = []; "
        "sys.addaudithook(lambda e, a: opened.append(str(a[0])) if e == 'open' else None); "
        "import ntm_extract.reference.gazetteer as g; "
        "data = [p for p in opened if p.endswith(('.gz', '.tsv'))]; "
        "print(json.dumps([data, g.load_gazetteer.cache_info().currsize]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[], 0]


def test_views_cannot_be_changed(g: Gazetteer) -> None:
    with pytest.raises(TypeError):
        g.province_names()["Lai Châu"] = "Sơn La"  # type: ignore[index]
    with pytest.raises(AttributeError):
        g.country().name = "x"  # type: ignore[misc]


def test_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="ntm-gazetteer-0"):
        Listing("ntm-gazetteer-0\t0\n\nx\n\ny", "")


@pytest.mark.skipif(importlib.util.find_spec("vietnamadminunits") is None, reason="development dependency")
def test_rebuilding_gives_the_packaged_text() -> None:
    spec = importlib.util.spec_from_file_location("build_gazetteer", ROOT / "tools" / "build_gazetteer.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = tool
    spec.loader.exec_module(tool)
    packaged = gzip.decompress((Path(module.__file__).parent / DATA_FILE).read_bytes()).decode("utf-8")
    assert tool.build(tool.find_dataset(None)) == packaged
