from __future__ import annotations

import pytest

from supertokens_lint import languages
from supertokens_lint.landmarks import landmark
from supertokens_lint.source import Place, SourceText, Span

SCRIPT = """\
export function makeConfig() {
  const appInfo = { apiDomain: "http://a.example", nested: { deep: "http://b.example" } };
  return appInfo;
}
class Settings { domain = "http://c.example"; load() { return "http://d.example"; } }
module.exports.site = "http://e.example";
start("http://f.example");
"""
PYTHON = """\
class Settings:
    domain: str = "http://a.example"

    def load(self):
        return init(app_info=InputAppInfo(api_domain="http://b.example"))
"""
DATA = """\
export API_DOMAIN=http://a.example
services:
  - "api": http://b.example
    location /auth { proxy_pass http://c.example; }
"""


@pytest.mark.parametrize(
    ("path", "text", "needle", "name"),
    [
        ("/a.ts", SCRIPT, "a.example", "makeConfig.appInfo.apiDomain"),
        ("/a.ts", SCRIPT, "b.example", "makeConfig.appInfo.nested.deep"),
        ("/a.ts", SCRIPT, "c.example", "Settings.domain"),
        ("/a.ts", SCRIPT, "d.example", "Settings.load"),
        ("/a.ts", SCRIPT, "e.example", "site"),
        ("/a.ts", SCRIPT, "f.example", ""),
        ("/a.vue", f"<template/>\n<script>\n{SCRIPT}</script>", "c.example", "Settings.domain"),
        ("/a.py", PYTHON, "a.example", "Settings.domain"),
        ("/a.py", PYTHON, "b.example", "Settings.load.app_info.api_domain"),
        ("/.env", DATA, "a.example", "API_DOMAIN"),
        ("/a.yaml", DATA, "b.example", "api"),
        ("/nginx.conf", DATA, "c.example", "location"),
    ],
)
def test_a_place_is_named_by_what_encloses_it(path: str, text: str, needle: str, name: str) -> None:
    """By names in source code, by the first word of its line elsewhere."""
    start = text.index(needle)
    place = Place(path, Span(start, start + len(needle)))
    module = languages.parse(path, text)
    assert landmark(place, SourceText(path, text), module) == name


def test_a_place_without_a_text_has_no_name() -> None:
    """A file that cannot be read, and an end of a file, are no error."""
    assert landmark(Place("/a", Span(3, 4)), None, None) == ""
    assert landmark(Place("/a", Span(9, 9)), SourceText("/a", ""), None) == ""
