"""Corrections that one click may make, because there is only one way to make them and it changes nothing else."""

from app.linting.fixes import diagram as _diagram  # noqa: F401 - importing registers the fixes
from app.linting.fixes import forms as _forms  # noqa: F401
from app.linting.fixes import index as _index  # noqa: F401
from app.linting.fixes import law as _law  # noqa: F401
from app.linting.fixes import texts as _texts  # noqa: F401
from app.linting.fixes.registry import Changes, Fix, apply_fix, find_fix, list_fixes

__all__ = ["Changes", "Fix", "apply_fix", "find_fix", "list_fixes"]
