"""The database: the only importer of SQLAlchemy. Models, migrations, and one access module a family of tables."""
