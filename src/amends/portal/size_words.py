"""What the pages about sizes say: places, fingers, answers, reasons and doubts, each in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import get_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.core.sizes.advice import Advice, Note, Refusal
from amends.core.sizes.gauges import gauge
from amends.core.sizes.lengths import inches, written
from amends.core.sizes.rings import SYSTEMS, placed
from amends.core.sizes.rules import Measure, SizeRules
from amends.integrations.ring_sizer.draw import SizerWords

Words = Mapping[str, "str | Promise"]
MEASURES: Words = {
    "post": gettext_lazy("A stud with a flat back"),
    "hoop": gettext_lazy("A hoop"),
    "ring": gettext_lazy("A ring for a finger"),
}
PLACES: Words = {
    "lobe": gettext_lazy("Earlobe"),
    "upper_lobe": gettext_lazy("Upper lobe"),
    "helix": gettext_lazy("Helix: the outer rim of the ear"),
    "forward_helix": gettext_lazy("Forward helix: the rim at the front, above the tragus"),
    "flat": gettext_lazy("Flat: the plane inside the upper rim"),
    "tragus": gettext_lazy("Tragus: the small flap before the ear canal"),
    "conch": gettext_lazy("Conch: the bowl of the ear"),
    "rook": gettext_lazy("Rook: the fold above the bowl"),
    "daith": gettext_lazy("Daith: the fold above the ear canal"),
    "snug": gettext_lazy("Snug: the ridge beside the rim"),
    "nostril": gettext_lazy("Nostril"),
    "septum": gettext_lazy("Septum: between the nostrils"),
    "lip": gettext_lazy("Lip"),
    "eyebrow": gettext_lazy("Eyebrow"),
    "navel": gettext_lazy("Navel"),
    "thumb": gettext_lazy("Thumb"),
    "index": gettext_lazy("Index finger"),
    "middle": gettext_lazy("Middle finger"),
    "ring": gettext_lazy("Ring finger"),
    "little": gettext_lazy("Little finger"),
}
HEALING: Words = {
    "healed": gettext_lazy("Healed: it does not hurt, and changing is easy"),
    "new": gettext_lazy("New, or still healing"),
    "sore": gettext_lazy("It is sore, swollen, hot or weeping"),
}
FITS: Words = {
    "right": gettext_lazy("It fits"),
    "tight": gettext_lazy("It is tight, or leaves a mark"),
    "loose": gettext_lazy("It is loose, or moves about"),
    "catches": gettext_lazy("It catches on hair and clothes"),
}
RING_FITS: Words = {
    "right": gettext_lazy("It fits"),
    "tight": gettext_lazy("It is tight, or hard to get over the knuckle"),
    "loose": gettext_lazy("It is loose, or turns"),
}
UNITS: Words = {
    "mm": gettext_lazy("Millimetres"),
    "in": gettext_lazy("Inches, such as 1/4"),
    "us": gettext_lazy("Size in the United States or Canada, such as 6½"),
    "uk": gettext_lazy("Size in Britain, Ireland or Australia, such as N½"),
    "eu": gettext_lazy("Size in Europe: the millimetres around the inside, such as 54"),
    "es": gettext_lazy("Size in Spain or Italy, such as 14"),
    "diameter": gettext_lazy("Millimetres across the inside of a ring that I wear"),
    "finger": gettext_lazy("Millimetres around my finger, by a strip of paper"),
}
SYSTEM_NAMES: Words = {
    "us": gettext_lazy("US, Canada"),
    "uk": gettext_lazy("UK, Ireland, Australia"),
    "eu": gettext_lazy("Europe"),
    "es": gettext_lazy("Spain, Italy"),
}


def number_words(length: Fraction) -> str:
    """This function will write a length in millimetres as the reader writes numbers, without its unit."""
    return number_format(Decimal(written(length)), use_l10n=True)


def question_words(name: str, measure: Measure | None) -> str:
    """This function will return what a question asks."""
    is_ring = measure is Measure.RING
    return {
        "what": _("What would you like to wear?"),
        "place": _("On which finger?") if is_ring else _("Where is the piercing?"),
        "healing": _("How is the piercing?"),
        "gauge": _("How thick is what you wear there now?"),
        "unit": _what_is_measured(measure),
        "fit": _("How does it fit?"),
    }[name]


def _what_is_measured(measure: Measure | None) -> str:
    if measure is Measure.RING:
        return _("What do you know of the size?")
    return (
        _("How long is the post that you wear now?")
        if measure is Measure.POST
        else _("How wide is the hoop that you wear now, on the inside?")
    )


def hint_words(name: str, measure: Measure | None, rules: SizeRules, place: str) -> str:
    """This function will return what helps to answer a question, or nothing."""
    if name == "healing" and place in rules.spots:
        weeks = rules.spots[place].heals_weeks
        return _("This place usually needs %(weeks)d weeks to heal, often longer.") % {"weeks": weeks}
    if name == "gauge":
        return _("It stands in the order or on the bag, as 18g or in millimetres. If you do not know, say so.")
    if name == "unit" and measure is Measure.POST:
        return _("Measure only the part that sits in the skin, without the ends.")
    if name == "unit" and measure is Measure.HOOP:
        return _("Lay it on a ruler, and measure from inner edge to inner edge.")
    if name == "unit":
        return _("Measure in the evening, with warm hands, at the same finger of the same hand.")
    return ""


def choice_words(name: str, value: str, measure: Measure | None) -> str:
    """This function will say an answer in words."""
    if value == "unknown":
        return _("I cannot measure it") if name == "unit" else _("I do not know")
    if name == "gauge":
        return _("%(number)d gauge (%(mm)s mm)") % {"number": int(value), "mm": number_words(gauge(int(value)).sold_mm)}
    fits = RING_FITS if measure is Measure.RING else FITS
    table = {"what": MEASURES, "place": PLACES, "healing": HEALING, "unit": UNITS, "fit": fits}[name]
    return str(table.get(value, value))


def note_words(note: Note, measure: Measure) -> str:  # noqa: C901 - one line a note
    """This function will say a reason or a doubt in a sentence."""
    size = f"{number_words(note.mm)} mm" if note.mm is not None else ""
    match note.code:
        case "worn_right":
            return _("What you wear now fits, so the same size will.")
        case "worn_tight":
            return _("What you wear now is tight, so the next size has to be larger.")
        case "worn_loose":
            return _("What you wear now is loose, so the next size has to be smaller.")
        case "worn_catches":
            return _("What you wear now stands out and catches, so the next size has to be smaller.")
        case "usual_here":
            return _("Most people wear %(size)s there.") % {"size": size}
        case "not_measured":
            return _("You have not measured what you wear, so this is what most people need, not what you need.")
        case "unusual":
            return _("%(size)s is unusual for this place. Measure once more, or ask your piercer.") % {"size": size}
        case "between" if measure is Measure.RING:
            return _(
                "You are between two of our sizes. We name the nearer one; fingers swell, so in doubt take the larger."
            )
        case "between":
            return _("You are between two sizes, at %(size)s. We name the nearer one, and the larger of two alike.") % {
                "size": size
            }
        case "sold_out":
            return _("Nearer to what you need would be another size, and it is sold out.")
        case "thinner":
            return _("It is thinner (%(number)d gauge) than what you wear. It fits, and may feel loose.") % {
                "number": note.gauge
            }
        case "other_gauge":
            return _("It has %(number)d gauge, which is not usual there. Look at what you wear before you order.") % {
                "number": note.gauge
            }
    return ""


def refusal_words(refusal: Refusal) -> tuple[str, str]:
    """This function will return why no size is named, as a heading and a sentence of what to do."""
    return {
        Refusal.SORE: (
            _("Let somebody look at it first"),
            _(
                "Do not change the jewellery now, and do not take it out. Ask your piercer today; where it is hot, "
                "very swollen or weeping, or you feel ill, ask a doctor."
            ),
        ),
        Refusal.NEW: (
            _("Leave it in until it has healed"),
            _(
                "A new piercing wears a longer post, so that it can swell. Your piercer measures it when the swelling "
                "has gone, and says which size comes next. We do not guess it from here."
            ),
        ),
        Refusal.NOT_MEASURED: (
            _("We need a measure"),
            _(
                "Fingers of the same name differ by ten sizes, so we do not guess. Print our ring sizer, or lay a "
                "strip of paper around the finger."
            ),
        ),
        Refusal.UNUSUAL: (
            _("Have it measured by a piercer"),
            _(
                "What you told us is far from what this place usually takes. Measure once more; if it stays so, a "
                "piercer can see why, and we cannot."
            ),
        ),
        Refusal.THICKER: (
            _("This is thicker than your piercing"),
            _("It would have to be stretched, and that is for a piercer to do. Look for the thickness that you wear."),
        ),
        Refusal.NONE_NEAR: (
            _("We have no size that fits"),
            _("None of our sizes comes near what you need. Write to us, and we tell you what we can do."),
        ),
    }[refusal]


def other_systems(advice: Advice, own: str) -> list[tuple[str, str, bool]]:
    """This function will return what other systems call a ring: system, size or the two around it, and which it is."""
    if advice.target is None or not advice.picks:
        return []
    inner = advice.picks[0].best.mm
    rows = []
    for system in SYSTEMS:
        found = placed(system, inner)
        if system != own and found is not None:
            name = f"{found.below} – {found.above}" if found.is_between else str(found.nearest)
            rows.append((str(SYSTEM_NAMES[system]), name, found.is_between))
    return rows


def inch_words(mm: Fraction) -> str:
    """This function will say millimetres in parts of an inch; `≈` where it is not just that."""
    found = inches(mm)
    return f"{'' if found.is_exact else '≈ '}{found} in"


def sizer_words(shop_name: str) -> SizerWords:
    """This function will return what the printed ring sizer says."""
    return SizerWords(
        title=_("Ring sizer"),
        lead=_(
            "%(shop)s. Print both pages at 100 %%, without fitting them to the paper, and check the scale before you "
            "measure."
        )
        % {"shop": shop_name},
        check_title=_("1. Check the scale"),
        check=_("Lay a bank card on the grey card. It has to cover it exactly. If it does not, print again at 100 %."),
        card=_("A bank card covers this exactly (85.60 x 53.98 mm)"),
        ruler=_("On a ruler this is 100 mm long."),
        strip_title=_("2. Measure a finger"),
        strip_steps=(
            _("Cut the strip out, and cut the thick line open."),
            _("Lay the strip around the finger, figures outside, and put its end through the slit."),
            _("Pull it as tight as a ring should sit, over the knuckle too, and read the size at the slit."),
        ),
        strip_hint=_("Between two sizes, take the larger one. Measure in the evening, with warm hands."),
        discs_title=_("3. Or measure a ring that fits"),
        discs=_("Lay the ring on the discs. The right disc fills it from inner edge to inner edge."),
        point=get_format("DECIMAL_SEPARATOR"),
    )
