"""Resources of a folder of Terraform files, and how they refer to one another.

Source: developer.hashicorp.com/terraform, "References to Named Values"; registry.terraform.io,
aws_lambda_function and archive_file.
"""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from supertokens_lint.extract.gateways.documents import Document
from supertokens_lint.extract.gateways.hcl_text import HclBlock, HclFile
from supertokens_lint.source import Place
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.tree import Data, Mapping, at

FUNCTION = "aws_lambda_function"
ARCHIVE = "archive_file"
INTEGRATIONS = ("aws_apigatewayv2_integration", "aws_api_gateway_integration")
STAGES = ("aws_apigatewayv2_stage", "aws_api_gateway_stage", "aws_api_gateway_deployment")
_ATTRIBUTE = re.compile(r"(?<!\w)((?:data\.)?\w+\.[\w-]+)\.\w+(?:\[\d+\])?")
_FOLDER = re.compile(r"\$\{path\.(?:module|root)\}/?")


class Part(Struct, frozen=True):
    """One resource or data source; ``name`` is how expressions refer to it."""

    document: Document
    kind: str
    name: str
    body: Mapping
    place: Place
    is_data: bool = False

    @classmethod
    def of(cls, file: HclFile, block: HclBlock) -> Part:
        """Return the part that a block with two labels describes."""
        is_data = block.kind == "data"
        name = ".".join((*(("data",) if is_data else ()), *block.labels))
        document = Document(file.path, block.body, file.text)
        return cls(document, block.labels[0], name, block.body, document.place(block.span), is_data)

    def refers_to(self, *keys: str) -> str:
        """Return what the value of a key refers to, an empty text for anything else."""
        for key in keys:
            data = at(self.body, key)
            if data is not None:
                return reference(self.document, data)
        return ""

    def path(self, key: str) -> str | None:
        """Return a path relative to the folder of the files, ``None`` when it is not known."""
        data = at(self.body, key)
        if data is None:
            return None
        written = self.document.text[data.span.start : data.span.end].strip('"')
        text = _FOLDER.sub("./", written)
        is_known = re.fullmatch(r"[\w./@+-]+", text) is not None and "/" in text
        return paths.join(paths.parent(self.document.path), text) if is_known else None


def reference(document: Document, data: Data) -> str:
    """Return what an expression refers to: ``aws_x.name`` for ``aws_x.name.id``."""
    text = document.text[data.span.start : data.span.end].strip('"')
    match = _ATTRIBUTE.search(text)
    return text if match is None else match.group(1)


class Parts(Struct, frozen=True, dict=True):
    """All parts of one folder."""

    folder: str
    all: tuple[Part, ...]

    def of_kind(self, *kinds: str) -> tuple[Part, ...]:
        """Return the parts of some kinds."""
        return tuple(part for part in self.all if part.kind in kinds)

    @cached_property
    def _by_name(self) -> dict[str, Part]:
        return {part.name: part for part in self.all}

    def stages(self, api: str | None) -> tuple[Part, ...]:
        """Return the stages with a name, of one API or of all."""
        return tuple(
            part
            for part in self.of_kind(*STAGES)
            if (at(part.body, "name") or at(part.body, "stage_name")) is not None
            and api in (None, part.refers_to("api_id", "rest_api_id"))
        )

    def code_of(self, api: str) -> str | None:
        """Return the folder or file whose code answers an API, when there is just one."""
        functions = {
            part.refers_to("integration_uri", "uri")
            for part in self.of_kind(*INTEGRATIONS)
            if part.refers_to("api_id", "rest_api_id") == api
            and part.document.literal(at(part.body, "type")) != "MOCK"
        }
        own = self._by_name.get(api)
        if own is not None and not functions:
            functions = {own.refers_to("function_name")}
        found = {self._folder(name) for name in functions}
        return found.pop() if len(found) == 1 else None

    def _folder(self, name: str) -> str | None:
        function = self._by_name.get(name)
        if function is None or function.kind != FUNCTION:
            return None
        archive = self._by_name.get(function.refers_to("filename"))
        if archive is None or archive.kind != ARCHIVE:
            return function.path("filename")
        return archive.path("source_dir") or archive.path("source_file")
