"""What people do on the screens: an invented citizen of Azrou fills in a request, agents sign in and do their tasks."""

import io
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw

from tests.browser.served import PASSWORD, Colleague
from tests.browser.watching import Visitor

SHEET = "/{language}/communes/azrou/procedures/civil-status-copy"
NEXT: Mapping[str, tuple[str, str]] = {
    "ar": ("متابعة", "المتابعة إلى المراجعة"),
    "fr": ("Continuer", "Continuer vers la vérification"),
}
"""The button of each step, and that of the last one."""


def card(folder: Path) -> Path:
    """Draw a picture that stands for both sides of an identity card; return its file."""
    picture = Image.new("RGB", (640, 400), (214, 228, 218))
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((24, 24, 616, 376), outline=(0, 98, 51), width=6)
    drawing.rectangle((48, 90, 200, 280), fill=(120, 140, 130))
    drawing.text((230, 110), "SPECIMEN - ZT48213", fill=(20, 40, 30))
    file = folder / "bitaqa.jpg"
    content = io.BytesIO()
    picture.save(content, "JPEG")
    file.write_bytes(content.getvalue())
    return file


def start(citizen: Visitor, language: str = "fr") -> None:
    """Begin a request from its sheet."""
    citizen.open(SHEET.format(language=language))
    citizen.press({"ar": "بدء الطلب", "fr": "Commencer la demande"}[language])


def answer_document(citizen: Visitor) -> None:
    """Ask for an extract of a birth act."""
    citizen.choose(act_type="birth", doc_type="extract", copy_language="ar")
    citizen.fill(qty="1")


def answer_requester(citizen: Visitor, folder: Path, *, phone: str = "0661234567") -> None:
    """Say who asks, with a picture of the card."""
    citizen.fill(
        requester_last="Amziane",
        requester_first="Yousra",
        requester_cin="ZT48213",
        requester_phone=phone,
        requester_email="yousra.amziane@example.ma",
    )
    citizen.page.locator("[name='identity_card']").set_input_files(card(folder))


def answer_subject(citizen: Visitor, language: str) -> None:
    """Say whose act it is; without scripts the page asks for the date once its kind is known."""
    citizen.fill(
        subject_last_ar="أمزيان",
        subject_first_ar="يسرى",
        subject_last_lat="Amziane",
        subject_first_lat="Yousra",
        father_first_ar="عبد الإله",
        mother_name_ar="فاطمة الزهراء بناني",
    )
    citizen.choose(birth_known="date")
    if not citizen.page.locator("[name='birth_date']").is_visible():
        go_on(citizen, language)
    citizen.fill(birth_date="1994-06-21")


def answer_act(citizen: Visitor, language: str) -> None:
    """Not know the references of the act, and say what helps."""
    citizen.choose(knows_references="no")
    if not citizen.page.locator("[name='search_hint']").is_visible():
        go_on(citizen, language)
    citizen.fill(search_hint="المستشفى المحلي بأزرو")


def agree(citizen: Visitor) -> None:
    """Tick both promises."""
    for name in ("consent_0908", "declaration_on_honour"):
        citizen.page.locator(f"[name='{name}']").check()


def go_on(citizen: Visitor, language: str) -> None:
    """Press the button that goes on."""
    more, last = NEXT[language]
    button = citizen.page.get_by_role("button", name=last, exact=True)
    citizen.press(last if button.count() else more)


def sign_in(agent: Visitor, colleague: Colleague) -> None:
    """Sign in with name and password."""
    agent.open("/desk/login")
    agent.page.get_by_label("Identifiant").fill(colleague.username)
    agent.page.get_by_label("Mot de passe").fill(PASSWORD)
    agent.press("Se connecter")


def open_waiting(agent: Visitor, reference: str) -> None:
    """Open the task of a case from the list of the whole service."""
    agent.open("/desk/?tab=all")
    agent.follow(reference)


def complete(agent: Visitor) -> None:
    """Press the main button of the task."""
    agent.go(agent.page.locator(".task-form form button[type=submit]").first)
