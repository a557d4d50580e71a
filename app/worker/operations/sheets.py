"""`sheet.check`: what keeps the sheet of a procedure from being published (law 55-19 art. 5 to 8).

Input: `sheet`, the name of the procedure in addresses. The sheet in force in the commune is read.
"""

from app.commands.jobs import FinishJob
from app.commands.services import Services
from app.queries.sheet_check import check_sheet
from app.worker.held import HeldJob


def check(job: HeldJob, services: Services) -> FinishJob:
    """Return `found`, the titles and the version, `complete`, and what is `missing`: as codes and in both languages."""
    slug = job.text("sheet").strip()
    checked = check_sheet(job.commune_id, slug, package_of=lambda key: services.deployments.get(key).package)
    if checked is None:
        result: dict[str, object] = {"found": False, "sheet": slug, "complete": False, "missing": []}
    else:
        result = {
            "found": True,
            "sheet": slug,
            "version": checked.version,
            "title_fr": checked.titles["fr"],
            "title_ar": checked.titles["ar"],
            "complete": checked.complete,
            "missing": list(checked.missing),
            "missing_fr": list(checked.words["fr"]),
            "missing_ar": list(checked.words["ar"]),
        }
    return FinishJob(job_id=job.id, lease_token=job.lease_token, result=result)
