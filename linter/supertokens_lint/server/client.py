"""What the client on the other end can do."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types


@dataclass(frozen=True)
class Client:
    """Abilities of a client, all absent until it has told them."""

    pulls: bool = False
    refreshes: bool = False
    related_documents: bool = False
    related_information: bool = False
    versioned_edits: bool = False
    snippets: bool = False
    links: bool = False
    markdown: bool = True
    configuration: bool = False
    watches: bool = False
    registers_configuration: bool = False

    @classmethod
    def of(cls, told: types.ClientCapabilities) -> Client:
        """Return what a client told at the start."""
        text = told.text_document or types.TextDocumentClientCapabilities()
        space = told.workspace or types.WorkspaceClientCapabilities()
        push, pull = text.publish_diagnostics, text.diagnostic
        edits, watched = space.workspace_edit, space.did_change_watched_files
        formats = text.hover.content_format if text.hover is not None else None
        return cls(
            pulls=pull is not None,
            refreshes=bool(space.diagnostics and space.diagnostics.refresh_support),
            related_documents=bool(pull and pull.related_document_support),
            related_information=bool(
                (push and push.related_information) or (pull and pull.related_information)
            ),
            versioned_edits=bool(edits and edits.document_changes),
            snippets=bool(edits and edits.document_changes and edits.snippet_edit_support),
            links=bool(text.definition and text.definition.link_support),
            markdown=formats is None or types.MarkupKind.Markdown in formats,
            configuration=bool(space.configuration),
            watches=bool(watched and watched.dynamic_registration),
            registers_configuration=bool(
                space.did_change_configuration
                and space.did_change_configuration.dynamic_registration
            ),
        )
