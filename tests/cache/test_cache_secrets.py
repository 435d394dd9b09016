"""No secret of the linted files is in the cache."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from remembering import SYSTEM, checks_of, written

if TYPE_CHECKING:
    import pytest

SECRETS = ("sk-live-4c0ffee", "hunter2hunter2", "postgres-pa55", "AKIAZZTOPSECRET", "core-key-77")
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "html")


def test_secrets_stay_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Values of env files, of compose files and of options whose names say that they are secret."""
    env = (
        f"API_DOMAIN=http://localhost:3001\nAPI_KEY={SECRETS[0]}\nPASSWORD={SECRETS[1]}\n"
        f"DATABASE_URL=postgres://me:{SECRETS[2]}@db/x\n"
    )
    compose = (
        "services:\n  api:\n    build: ./api\n    environment:\n"
        f"      AWS_SECRET_ACCESS_KEY: {SECRETS[3]}\n      API_DOMAIN: http://localhost:3009\n"
    )
    index = SYSTEM["api/src/index.ts"].replace(
        '"http://localhost:3567"', f'"http://localhost:3567", apiKey: "{SECRETS[4]}"'
    )
    files = {"api/.env": env, "compose.yaml": compose, "api/src/index.ts": index}
    monkeypatch.chdir(written(tmp_path / "system", SYSTEM | files))
    checks = checks_of(tmp_path / "cache", monkeypatch, capsys)
    for form in FORMATS:
        checks("--output-format", form)
        checks("--output-format", form)
        assert checks.answered()
    kept = b"".join(path.read_bytes() for path in checks.cache.iterdir())
    assert b"localhost:3009" in kept, "the system has a finding that shows a value"
    assert [secret for secret in SECRETS if secret.encode() in kept] == []
