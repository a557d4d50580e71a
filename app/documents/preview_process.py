"""Typesets one preview and ends: a process of its own, so that a template without end takes nothing but itself along.

Run by its path (`app/documents/previewing.py`): standard library and Typst only, so that it starts quickly. Reads one
JSON object {root, main, fonts, data, timestamp, memory, seconds, format} and writes {pages: [base64]} or {failure}.
"""

import base64
import json
import resource
import sys

import typst


def answer(asked: dict[str, object]) -> dict[str, object]:
    """Return what came out: the pages (one, the whole file, for a PDF), or the failure with its place."""
    memory, seconds = int(str(asked["memory"])), int(str(asked["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    root = str(asked["root"])
    try:
        pages = typst.compile(
            str(asked["main"]),
            root=root,
            font_paths=[str(asked["fonts"])],
            ignore_system_fonts=True,
            format="png" if asked["format"] == "png" else "pdf",
            ppi=96,
            sys_inputs={"data": str(asked["data"])},
            package_path=root,
            package_cache_path=root,
            timestamp=int(str(asked["timestamp"])),
        )
    except typst.TypstError as failure:
        return {"failure": [failure.message, failure.diagnostic, list(failure.hints)]}
    listed = pages if isinstance(pages, list) else [pages]
    return {"pages": [base64.b64encode(page).decode() for page in listed if page]}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
