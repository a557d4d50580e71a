"""Every kind of operation: the word in an overlay's file, and what reads it."""

from collections.abc import Mapping

from app.procedures.tailoring.kinds.added_field import AddField, AddFieldSchema, Option
from app.procedures.tailoring.kinds.document import ReplaceBlock, ReplaceBlockSchema
from app.procedures.tailoring.kinds.extension import PlugProcedure, PlugProcedureSchema
from app.procedures.tailoring.kinds.field import HideField, HideFieldSchema, RequireField, RequireFieldSchema
from app.procedures.tailoring.kinds.message import ChangeMessage, ChangeMessageSchema
from app.procedures.tailoring.kinds.parameter import LocalValue, SetParameter, SetParameterSchema
from app.procedures.tailoring.kinds.piece import AddPiece, AddPieceSchema
from app.procedures.tailoring.kinds.role import MapRole, MapRoleSchema
from app.procedures.tailoring.kinds.step import SwitchStep, SwitchStepSchema
from app.procedures.tailoring.kinds.text import ChangeText, ChangeTextSchema
from app.procedures.tailoring.kinds.words import Words, words_of
from app.procedures.tailoring.operation import OperationSchema

_SCHEMAS: tuple[type[OperationSchema], ...] = (
    SetParameterSchema,
    ChangeTextSchema,
    ChangeMessageSchema,
    RequireFieldSchema,
    HideFieldSchema,
    AddFieldSchema,
    AddPieceSchema,
    MapRoleSchema,
    ReplaceBlockSchema,
    SwitchStepSchema,
    PlugProcedureSchema,
)
KINDS: Mapping[str, type[OperationSchema]] = {schema.makes.do: schema for schema in _SCHEMAS}
"""Schemas by the word `do`, in the order in which operations are applied."""

__all__ = [
    "KINDS",
    "AddField",
    "AddPiece",
    "ChangeMessage",
    "ChangeText",
    "HideField",
    "LocalValue",
    "MapRole",
    "Option",
    "PlugProcedure",
    "ReplaceBlock",
    "RequireField",
    "SetParameter",
    "SwitchStep",
    "Words",
    "words_of",
]
