from app.commands.bus import execute
from app.commands.studio.starting import StartDraft
from tests.world.drafting import analyst
from tests.world.places import SLUG
import re, time

def test_pages(world, sign_in, services):
    files = services.library.own_files(SLUG)
    draft = execute(StartDraft(slug=SLUG, files=files, origin="copy"), actor=analyst(world), services=services)
    b = sign_in("analyst@country")
    t=time.time(); r = b.get(f"/studio/{draft}/play"); print(r.status_code, time.time()-t); assert r.status_code==200
    for p in ("scenarios","coverage","coverage.json","coverage.bpmn","scenarios/electronic","scenarios/electronic/source","scenarios/electronic/steps/0","scenarios/electronic/steps/1","scenarios/electronic/steps/3","scenarios/unpaid/steps/2"):
        t=time.time(); r = b.get(f"/studio/{draft}/{p}"); print(p, r.status_code, len(r.data), round(time.time()-t,3)); assert r.status_code==200, p
    r = b.post(f"/studio/{draft}/play", data={"scenario":"scenarios/electronic.yaml"}); print(r.status_code, r.location)
    r = b.get(r.location); print(r.status_code, len(r.data)); assert r.status_code==200
    r = b.post(f"/studio/{draft}/play", data={"clock":"2026-03-02T09:00","language":"fr","channel":"portal","kind":"urban"}); board=r.location
    r = b.get(board); assert r.status_code==200
    r = b.get(board+"/request"); print(r.status_code, len(r.data)); assert r.status_code==200
    r = b.post(board+"/request", data={"act_type":"birth"}); print(r.status_code); assert r.status_code==422
