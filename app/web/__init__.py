"""The screens: citizens' portal, agents' desk, a commune's workshop, simulators' pages, and what all of them share."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every blueprint and the rules that all of them keep."""
    from app.web import access, errors, interface, security, static_files
    from app.web.commune import commune
    from app.web.desk import desk
    from app.web.operations import operations
    from app.web.oversight import oversight
    from app.web.portal import portal
    from app.web.sandbox import sandbox
    from app.web.studio import local_studio, studio

    security.register(app)
    interface.register(app)
    errors.register(app)
    static_files.register(app)
    for blueprint in (portal, desk, sandbox, operations, oversight, studio, local_studio, commune):
        app.register_blueprint(blueprint)
    access.register(app)
