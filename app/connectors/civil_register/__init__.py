"""The register of civil status: search and reading of acts."""
