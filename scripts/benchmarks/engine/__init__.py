"""The engine's speed: alone, beside the library as it comes, and as whole commands on a database."""
