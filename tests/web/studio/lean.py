"""A draft of a package that is small and quick to read: two forms, and one decision if wanted."""

from app.decisions.package_changes import add_decision
from tests.builders.packages import SLUG as LEAN
from tests.builders.packages import a_package
from tests.world.drafting import start_draft
from tests.world.places import World

RATE = f"processes/{LEAN}/decisions/rate.dmn"
REVIEW = f"forms/{LEAN}/review.json"
BEFORE = '<sequenceFlow id="to-review" sourceRef="tell-received" targetRef="review">'
ASKING = """<businessRuleTask id="rate" name="Calculer&#10;حساب" />
<sequenceFlow id="to-rate" sourceRef="tell-received" targetRef="rate"></sequenceFlow>"""


def lean_files() -> dict[str, bytes]:
    """Return the package's own files, with a decision `rate` on `age` that a business rule task asks."""
    files = {path: content for path, content in a_package().files().items() if "/_shared/" not in path}
    diagram = f"processes/{LEAN}/{LEAN}.bpmn"
    drawn = files[diagram].decode().replace(BEFORE, ASKING + BEFORE.replace("tell-received", "rate"))
    files[diagram] = drawn.encode()
    added = add_decision(files, LEAN, "rate", title="Tarif", question="age", output="Tarif", task="rate")
    return files | {path: content for path, content in added.items() if content is not None}


def start_lean_draft(world: World) -> str:
    """Begin a draft of it; return its id."""
    return start_draft(world, LEAN, lean_files())
