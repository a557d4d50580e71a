"""A foreign page: shown as a link, since the security policy of the platform lets no other site into a page."""

from collections.abc import Iterator, Mapping

from app.forms.filling import Filling
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.safe_html import safe_link
from app.forms.structure import FormComponent


@register
class IFrame(ComponentType):
    """Not a field. `url` must be https; its label is the words of the link."""

    name = "iframe"
    template = "iframe.html"
    is_field = False

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        url = str(raw.get("url") or "")
        if not url.startswith("=") and "{{" not in url and not _is_https(url):
            yield AuthorMistake(rule="form-iframe-url", message=f"Expected an https address, found {url[:80]!r}.")
            return
        message = "An iframe is shown as a link: no foreign page opens inside a page of the platform."
        yield AuthorMistake(rule="form-iframe-link", severity="info", message=message)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        url = filling.word({"fr": str(component.settings.get("url") or "")})
        return {
            "url": url if _is_https(url) else "",
            "elsewhere": filling.say("s'ouvre dans un nouvel onglet"),
            "missing": filling.say("Ce contenu n'est pas disponible."),
        }


def _is_https(url: str) -> bool:
    return url.startswith("https://") and safe_link(url) is not None
