"""The main job, end to end: an Arabic citizen on a telephone without JavaScript, French agents at their desks."""

import io
import re
from pathlib import Path

from pypdf import PdfReader

from app.documents.demonstration_keys import AUTHORITY_CERTIFICATE_FILE
from app.documents.sealing import SealReport, inspect_seal
from tests.browser import walking
from tests.browser.served import CLERK, OFFICER, Site
from tests.browser.watching import Browsers, Visitor

CODE = r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}"


def test_whole_job(browsers: Browsers, site: Site, tmp_path: Path) -> None:
    citizen = browsers.citizen(scripts=False)
    find_the_procedure(citizen)
    fill_in_the_first_steps(citizen, tmp_path)
    citizen = resume_elsewhere(citizen)
    fill_in_the_last_steps(citizen)
    reference, code = file(citizen)
    site.work()
    keep_the_receipt(citizen, reference)
    clerk = check_completeness(browsers, reference)
    site.work()
    pay(citizen, reference)
    site.work()
    look_the_act_up(clerk, reference)
    site.work()
    officer = sign(browsers, reference)
    site.work()
    paper = download(browsers, reference, code)
    verify_and_revoke(browsers, officer, paper, reference)


def find_the_procedure(citizen: Visitor) -> None:
    citizen.open("/")
    citizen.follow("العربية")
    citizen.look("home")
    citizen.page.get_by_label("اسم الجماعة بالعربية أو بالفرنسية").fill("أزرو")
    citizen.press("بحث")
    citizen.look("commune-found")
    citizen.go(citizen.page.locator("#results").get_by_role("link", name="أزرو").first)
    citizen.look("catalogue")
    citizen.go(citizen.page.locator("a[href$='/procedures/civil-status-copy']"))
    citizen.look("sheet")
    assert citizen.page.locator("html").get_attribute("dir") == "rtl"


def fill_in_the_first_steps(citizen: Visitor, folder: Path) -> None:
    citizen.press("بدء الطلب")
    walking.answer_document(citizen)
    citizen.look("step-document")
    walking.go_on(citizen, "ar")
    citizen.choose(relation="self")
    citizen.look("step-link")
    walking.go_on(citizen, "ar")
    walking.answer_requester(citizen, folder, phone="12")
    walking.go_on(citizen, "ar")
    citizen.look("step-requester-refused")
    assert citizen.page.locator("[data-error-summary] a").count() == 1
    assert citizen.page.locator("[name='requester_phone']").input_value() == "12"
    assert citizen.page.locator("[name='requester_last']").input_value() == "Amziane"
    assert citizen.page.get_by_text("bitaqa.jpg").first.is_visible()
    citizen.page.locator("[data-error-summary] a").click()
    assert citizen.page.url.endswith("#requester_phone")
    citizen.fill(requester_phone="0661234567")
    citizen.press("الحفظ والمتابعة لاحقا")
    citizen.look("later")


def resume_elsewhere(citizen: Visitor) -> Visitor:
    """Go on by the link in another browser, look at it in French, and come back to Arabic."""
    shown = str(citizen.page.locator("main").inner_text())
    link = re.search(r"http://\S+/drafts/\S+", shown)
    assert link, shown
    elsewhere = citizen.browsers.citizen(scripts=False)
    elsewhere.page.goto(link[0].replace("/ar/", "/fr/"))
    assert elsewhere.page.locator("html").get_attribute("lang") == "fr"
    elsewhere.look("resumed-in-french")
    elsewhere.follow("العربية")
    return elsewhere


def fill_in_the_last_steps(citizen: Visitor) -> None:
    walking.answer_subject(citizen, "ar")
    citizen.look("step-subject")
    walking.go_on(citizen, "ar")
    walking.answer_act(citizen, "ar")
    citizen.look("step-act")
    walking.go_on(citizen, "ar")
    citizen.choose(delivery_mode="electronic")
    citizen.look("step-delivery")
    walking.go_on(citizen, "ar")
    walking.agree(citizen)
    citizen.look("step-consent")
    walking.go_on(citizen, "ar")


def file(citizen: Visitor) -> tuple[str, str]:
    citizen.look("review")
    assert citizen.page.get_by_text("المستشفى المحلي بأزرو").is_visible()
    citizen.press("إيداع طلبي")
    citizen.look("receipt")
    reference, code = (citizen.page.locator("bdi.code").nth(place).inner_text() for place in (0, 1))
    assert re.fullmatch(r"2026-032710101-\d{6}", reference)
    assert re.fullmatch(CODE, code)
    return reference, code


def keep_the_receipt(citizen: Visitor, reference: str) -> None:
    media_type, content = citizen.fetch(f"/ar/cases/{reference}/receipt.pdf")
    assert media_type == "application/pdf"
    assert reference in words_of(content)


def check_completeness(browsers: Browsers, reference: str) -> Visitor:
    clerk = browsers.clerk()
    clerk.open("/desk/login")
    clerk.look("desk-login")
    walking.sign_in(clerk, CLERK)
    clerk.look("worklist")
    clerk.press(f"Prendre {reference}")
    clerk.look("worklist-claimed")
    walking.open_waiting(clerk, reference)
    clerk.draw()
    clerk.look("task-completeness")
    assert clerk.page.get_by_text("bitaqa.jpg").first.is_visible()
    clerk.choose(completeness="complete")
    walking.complete(clerk)
    clerk.look("worklist-after")
    return clerk


def pay(citizen: Visitor, reference: str) -> None:
    citizen.open(f"/ar/cases/{reference}")
    citizen.look("case-to-pay")
    citizen.go(citizen.page.locator("a[href*='/sandbox/payment/']"))
    citizen.look("payment")
    citizen.press("أداء")
    citizen.look("case-paid")
    assert citizen.path == f"/ar/cases/{reference}"
    assert citizen.page.locator("a[href*='/sandbox/payment/']").count() == 0


def look_the_act_up(clerk: Visitor, reference: str) -> None:
    walking.open_waiting(clerk, reference)
    clerk.choose(finding="found")
    clerk.look("task-look-up")
    walking.complete(clerk)
    clerk.look("task-look-up-opened")
    clerk.page.locator("[name='act_choice']").first.check()
    clerk.choose(pending_mention="no")
    walking.complete(clerk)
    clerk.look("worklist-after-look-up")


def sign(browsers: Browsers, reference: str) -> Visitor:
    officer = browsers.clerk()
    walking.sign_in(officer, OFFICER)
    walking.open_waiting(officer, reference)
    officer.look("task-sign")
    draft = officer.page.locator(".task-file a[href*='/documents/']").first.get_attribute("href")
    media_type, content = officer.fetch(str(draft))
    assert media_type == "application/pdf"
    assert not inspect_seal_of(officer.site, content).sealed
    officer.choose(signature_decision="sign")
    walking.complete(officer)
    return officer


def download(browsers: Browsers, reference: str, code: str) -> bytes:
    """Follow the case from yet another browser, by reference and code, and fetch the document."""
    citizen = browsers.citizen(scripts=False)
    citizen.open("/ar/follow")
    citizen.look("follow")
    citizen.fill(reference=reference, code=code.lower())
    citizen.press("عرض طلبي")
    citizen.look("case-delivered")
    paper = citizen.page.get_by_role("link", name="نسخة من رسم الحالة المدنية")
    media_type, content = citizen.fetch(str(paper.first.get_attribute("href")))
    assert media_type == "application/pdf"
    report = inspect_seal_of(citizen.site, content)
    assert report.sealed and report.intact and report.trusted
    return content


def verify_and_revoke(browsers: Browsers, officer: Visitor, paper: bytes, reference: str) -> None:
    code = re.search(CODE, words_of(paper))
    assert code, words_of(paper)
    anybody = browsers.citizen(scripts=False)
    assert verify(anybody, code[0], "verified-valid") == "هذه الوثيقة صالحة"
    revoke(officer, reference)
    assert verify(anybody, code[0], "verified-revoked") == "تم إلغاء هذه الوثيقة"
    unknown = "-".join(reversed(code[0].split("-")))
    assert verify(anybody, unknown, "verified-unknown") == "لا توجد أي وثيقة بهذا الرمز"
    assert "Amziane" not in anybody.page.content()


def verify(anybody: Visitor, code: str, name: str) -> str:
    anybody.open("/ar/verify")
    anybody.look("verify")
    anybody.fill(code=code)
    anybody.press("تحقق")
    anybody.look(name)
    return anybody.title()


def revoke(officer: Visitor, reference: str) -> None:
    officer.open("/desk/search")
    officer.page.get_by_label("Chercher").first.fill(reference)
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url("**q=**")
    officer.look("desk-search")
    officer.follow(reference)
    officer.draw()
    officer.look("desk-case")
    officer.follow("Annuler « Copie d")
    officer.fill(reason="Erreur matérielle dans la mention du prénom.")
    officer.look("desk-revoke")
    officer.press("Annuler le document")
    officer.look("desk-case-revoked")


def inspect_seal_of(site: Site, pdf: bytes) -> SealReport:
    authority = site.services.settings.keys_folder / AUTHORITY_CERTIFICATE_FILE
    return site.within(lambda: inspect_seal(pdf, trusted=[authority] if authority.exists() else []))


def words_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
