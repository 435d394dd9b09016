"""Variables that serverless.yml and SAM templates give to functions."""

from __future__ import annotations

import pytest

from evaluating import outcomes

CODE = "const x = process.env.U;"
UNSET = ["unknown: ENV_UNSET"]
FOUND = {
    "provider": 'provider:\n  environment:\n    U: "http://a"\n',
    "one function": "functions:\n  f:\n    environment:\n      U: http://a\n",
    "two functions alike": (
        "functions:\n  f:\n    environment: {U: http://a}\n  g:\n    environment: {U: http://a}\n"
    ),
    "another part of the file": (
        "custom:\n  site: http://a\nprovider:\n  environment:\n    U: ${self:custom.site}\n"
    ),
}
SILENT = {
    "functions that differ": (
        "functions:\n  f:\n    environment: {U: http://a}\n  g:\n    environment: {U: http://b}\n"
    ),
    "a function that differs from the provider": (
        "provider:\n  environment: {U: http://a}\nfunctions:\n  f:\n    environment: {U: http://b}\n"
    ),
    "a stage": "provider:\n  environment:\n    U: http://${sls:stage}.a\n",
    "a reference in a circle": (
        "custom:\n  u: ${self:custom.u}\nprovider:\n  environment:\n    U: ${self:custom.u}\n"
    ),
    "a structure": "provider:\n  environment:\n    U:\n      Ref: Site\n",
    "not YAML": "provider: [",
    "empty": "",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_found_in_production(text: str) -> None:
    """What all functions are given is the value where they are deployed, and only there."""
    files = {"src/app.js": CODE, "serverless.yml": text}
    assert outcomes(files, "src/app.js", "x", "production") == ["http://a"]
    assert outcomes(files, "src/app.js", "x") == UNSET


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_not_known(text: str) -> None:
    """What differs, or depends on the deployment, is no value."""
    files = {"src/app.js": CODE, "serverless.yml": text}
    assert outcomes(files, "src/app.js", "x", "production") == UNSET


def test_started_locally() -> None:
    """serverless-offline gives functions the same environment in development."""
    text = "plugins: [serverless-offline]\nprovider:\n  environment: {U: http://a}\n"
    assert outcomes({"app.js": CODE, "serverless.yml": text}, "app.js", "x") == ["http://a"]


def test_from_an_env_file() -> None:
    """``${env:NAME}`` is what the env files say; a variable of the same name is no circle."""
    text = "provider:\n  environment:\n    U: ${env:SITE}\n    V: ${env:V}\n"
    files = {"app.js": f"{CODE} const v = process.env.V;", "serverless.yml": text,
             ".env.production": "SITE=http://a\n"}  # fmt: skip
    assert outcomes(files, "app.js", "x", "production") == ["http://a"]
    assert outcomes(files, "app.js", "v", "production") == UNSET


def test_env_file_wins() -> None:
    """An env file of the same environment is nearer to the code that loads it."""
    files = {"app.js": CODE, ".env.production": "U=http://b\n",
             "serverless.yml": "provider:\n  environment: {U: http://a}\n"}  # fmt: skip
    assert outcomes(files, "app.js", "x", "production") == ["http://b"]


def test_template_of_sam() -> None:
    """Globals count for all functions; tagged values are known only when they are deployed."""
    text = (
        "Globals:\n  Function:\n    Environment:\n      Variables:\n        U: http://a\n"
        "Resources:\n  F:\n    Properties:\n      Environment:\n        Variables:\n"
        "          V: !Ref Site\n"
    )
    files = {"app.py": "import os\nx = os.environ['U']\nv = os.environ['V']", "template.yaml": text}
    assert outcomes(files, "app.py", "x", "production") == ["http://a"]
    assert outcomes(files, "app.py", "v", "production") == UNSET
