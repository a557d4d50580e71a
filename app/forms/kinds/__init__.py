"""Kinds of answers that the domain knows (`properties.kind`): one file a kind, registered by being here."""

from importlib import import_module
from pkgutil import iter_modules

from app.forms.kinds.registry import Kind, find_kind, list_kinds

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["Kind", "find_kind", "list_kinds"]
