"""The command line: `flask --app app.factory procedures|overlays|cases|incidents|jobs|users|database|demo …`."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every group of commands to the application."""
    from app.cli.arranging import register as register_arranging
    from app.cli.cases import case_commands
    from app.cli.comparing import register as register_comparing
    from app.cli.database import database_commands
    from app.cli.demo.commands import demo_commands
    from app.cli.forms import register as register_forms
    from app.cli.incidents import incident_commands
    from app.cli.jobs import job_commands
    from app.cli.overlay_store import register as register_overlays
    from app.cli.overlays import overlay_commands
    from app.cli.play import register as register_play
    from app.cli.procedures import procedure_commands
    from app.cli.tokens import token_commands
    from app.cli.users import user_commands

    register_play(procedure_commands)
    register_arranging(procedure_commands)
    register_comparing(procedure_commands)
    register_forms(app)
    register_overlays(overlay_commands)
    user_commands.add_command(token_commands)
    groups = (
        procedure_commands,
        case_commands,
        incident_commands,
        job_commands,
        user_commands,
        overlay_commands,
        database_commands,
        demo_commands,
    )
    for group in groups:
        app.cli.add_command(group)
