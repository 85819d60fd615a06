"""Which letter sequences can be a Vietnamese syllable: the yardstick for decoding and for repairs.

A syllable is an onset, a rime and at most one tone; a rime that ends in c, ch, p or t bears sắc or
nặng only. The lists below are the spelling system itself, not a dictionary: ``"chuẫm"`` passes.
Loose on purpose where spellings vary (c/k/q, i/y, placement of the tone mark), because both users ask
"can this be Vietnamese at all?": for a repair, calling a real word damaged is the worse error.

>>> is_syllable("chuẩn"), is_syllable("Nghị"), is_syllable("hoà"), is_syllable("hòa")
(True, True, True, True)
>>> is_syllable("trng"), is_syllable("nhim"), is_syllable("xuât"), is_syllable("phuơng"), is_syllable("tiẽu")
(False, True, False, False, False)
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSETS = frozenset("ngh ng nh gh gi g kh k ch c th tr t ph p b d đ h l m n q r s v x".split()) | {""}
_RIMES = frozenset(
    (
        "a ac ach ai am an ang anh ao ap at au ay "
        "ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
        "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
        "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
        "o oc oi om on ong op ot ooc oong "
        "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet "
        "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
        "u ua uc ui um un ung up ut uâc uân uâng uât uây uê uêch uên uênh uêt "
        "uôc uôi uôm uôn uông uôt uơ uơn uy uya uych uyn uynh uyp uyt uyu uyên uyêt "
        "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
        "y ych ynh yt yêm yên yêng yêt yêu "
        # after q, where the glide is written u
        "uac uach uai uan uang uanh uao uat uau uay uăc uăm uăn uăng uăp uăt ue uen ueo uet ui uit uy"
    ).split(),
)
_STOPS = ("c", "ch", "p", "t")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_AFTER_Q_ONLY = re.compile("u[aăe](?:[^\\W]+)|ue")


@lru_cache(maxsize=1 << 15)
def is_syllable(token: str) -> bool:
    """Whether ``token`` (any case, any normalisation form) can be spelt in Vietnamese."""
    if len(token) > 12:
        return False
    tone = ""
    letters = []
    for char in unicodedata.normalize("NFD", token.lower()):
        if char in _TONES:
            if tone:
                return False
            tone = char
        else:
            letters.append(char)
    bare = unicodedata.normalize("NFC", "".join(letters))
    return any(_fits(bare, bare[:size], tone) for size in range(min(4, len(bare) + 1)) if bare[:size] in _ONSETS)


def _fits(bare: str, onset: str, tone: str) -> bool:
    rime = bare[len(onset):]
    if rime not in _RIMES:
        return False
    if (onset == "q") is not rime.startswith("u") and onset == "q":
        return False
    if onset != "q" and _AFTER_Q_ONLY.fullmatch(rime) and rime != "ua":
        return False
    return not rime.endswith(_STOPS) or tone in ("\u0301", "\u0323")
