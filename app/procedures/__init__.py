"""Reads a procedure package: manifest, diagram, decisions, forms, documents, messages, translations, scenarios."""

from app.procedures.loader import PackageRefused, load_package, package_from_files
from app.procedures.package import ProcedurePackage

__all__ = ["PackageRefused", "ProcedurePackage", "load_package", "package_from_files"]
