from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import Place, SourceText, Span
from supertokens_lint.workspace.compose import ComposeFile, read_compose
from supertokens_lint.workspace.composeprojects import compose_projects
from supertokens_lint.workspace.dockerfile import read_dockerfile
from supertokens_lint.workspace.envvalues import EnvValue
from supertokens_lint.workspace.ports import parse_ports
from supertokens_lint.workspace.workflows import read_workflow
from supertokens_lint.workspace.workspace import Workspace

PLACE = Place("/p", Span(0, 0))


def compose(written: str, path: str = "/p/compose.yaml") -> ComposeFile:
    return read_compose(SourceText(path, written))


def shown(written: str, value: EnvValue) -> str:
    return written[value.place.span.start : value.place.span.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3000", [(None, 3000, None)]),
        ("10002:3000", [(10002, 3000, None)]),
        ("127.0.0.1:80:8080", [(80, 8080, "127.0.0.1")]),
        ("[::1]:80:8080", [(80, 8080, "[::1]")]),
        ("127.0.0.1::5000", [(None, 5000, "127.0.0.1")]),
        ("53:53/udp", [(53, 53, None)]),
        ("8000-8002:9000-9002", [(8000, 9000, None), (8001, 9001, None), (8002, 9002, None)]),
        ("70000:1", [(None, 1, None)]),
        ("a:b", []),
        ("", []),
        ("1-100000:1-100000", []),
    ],
)
def test_short_port_syntax(text: str, expected: list[tuple[int | None, int, str | None]]) -> None:
    """Host, ranges and protocols; nothing for what is no port."""
    found = [(port.published, port.target, port.host) for port in parse_ports(text, PLACE)]
    assert found == expected


def test_environment_in_both_forms() -> None:
    """Each value has its own place, quotes and names left out; a bare name refers to itself."""
    written = (
        "services:\n  a:\n    environment:\n      X: 'http://a:1'\n      N: 1\n      B: true\n"
        '      PASSED:\n  b:\n    environment:\n      - X=http://b=2\n      - "Y=q r"\n      - BARE\n'
    )
    services = compose(written).services
    mapping, listing = services["a"].environment, services["b"].environment
    assert {name: value.value for name, value in mapping.items()} == {
        "X": "http://a:1",
        "N": "1",
        "B": "true",
        "PASSED": None,
    }
    assert mapping["PASSED"].variables == ("PASSED",)
    assert {name: value.value for name, value in listing.items()} == {
        "X": "http://b=2",
        "Y": "q r",
        "BARE": None,
    }
    assert shown(written, mapping["X"]) == "http://a:1"
    assert shown(written, listing["X"]) == "http://b=2"
    assert shown(written, listing["Y"]) == "q r"


def test_what_a_service_is_built_from() -> None:
    """Short and long build, ports of both syntaxes, mounts, commands, dependencies, labels."""
    service = compose(
        """
services:
  web:
    build: {context: ../web, dockerfile: docker/Dockerfile.prod, target: run, args: [A=1]}
    ports: ["10002:3000", {target: 80, published: "8080", host_ip: 127.0.0.1}, "${P:-1}:2"]
    env_file: [.env, {path: ./b.env, required: false}]
    command: ["npm", "run", "dev"]
    volumes: ["./src:/app/src:ro", "data:/var", {type: bind, source: ./n.conf, target: /etc/n}]
    depends_on: {api: {condition: service_healthy}}
    labels: ["traefik.http.routers.web.rule=Host(`a.b`)"]
    profiles: [dev]
"""
    ).services["web"]
    assert service.build is not None
    assert service.build.context == "/web"
    assert service.build.dockerfile == "/web/docker/Dockerfile.prod"
    assert (service.build.target, service.build.args["A"].value) == ("run", "1")
    assert [(port.host, port.published, port.target) for port in service.ports()] == [
        (None, 10002, 3000),
        ("127.0.0.1", 8080, 80),
        (None, 1, 2),
    ]
    assert [(ref.path, ref.is_required) for ref in service.env_files] == [
        ("/p/.env", True),
        ("/p/b.env", False),
    ]
    assert service.command == "npm run dev"
    assert [(item.source, item.target, item.is_bind) for item in service.volumes] == [
        ("/p/src", "/app/src", True),
        ("data", "/var", False),
        ("/p/n.conf", "/etc/n", True),
    ]
    assert service.depends_on == ("api",)
    assert service.labels["traefik.http.routers.web.rule"].value == "Host(`a.b`)"
    assert service.profiles == ("dev",)


@pytest.mark.parametrize(
    ("name", "mode", "is_override"),
    [
        ("compose.yaml", None, False),
        ("docker-compose.prod.yml", "production", False),
        ("compose.dev.yaml", "development", False),
        ("docker-compose.override.yml", None, True),
        ("compose.dokploy.yaml", None, False),
    ],
)
def test_compose_file_names(name: str, mode: str | None, is_override: bool) -> None:
    """The environment is in the name when it is anywhere."""
    file = compose("services: {a: {image: x}}", f"/p/{name}")
    assert (file.mode, file.is_override) == (mode, is_override)


@pytest.mark.parametrize(
    "written", ["", "[]", "services:", "services: [a]", "services: {a: }", "a"]
)
def test_compose_files_of_other_shapes_hold_nothing(written: str) -> None:
    """No shape is an error."""
    for service in compose(written).services.values():
        assert service.environment == {}


def system(files: dict[str, str]) -> Workspace:
    return Workspace.in_memory(files, root="/w")


def test_a_project_is_run_with_its_env_file() -> None:
    """``.env`` wins over an example of it; placeholders are no values; defaults come last."""
    workspace = system(
        {
            "compose.yaml": (
                "services:\n  api:\n    build: ./api\n    env_file: [api/.env]\n"
                "    environment: {API: '${API_DOMAIN}', SITE: '${SITE:-http://s}', K: '${KEY}',"
                " OWN: '1'}\n    ports: ['${PORT}:80']\n"
            ),
            ".env": "API_DOMAIN=http://api\nPORT=8080\n",
            ".env.example": "API_DOMAIN=http://other\nKEY=<key>\nSITE=http://sample\n",
            "api/.env": "OWN=2\nMORE=${PORT}\n",
        }
    )
    (project,) = compose_projects(workspace)
    service = project.services["api"]
    found = {name: value.value for name, value in project.environment(service).items()}
    assert found == {
        "API": "http://api",
        "SITE": "http://sample",
        "K": None,
        "OWN": "1",
        "MORE": "8080",
    }
    assert [port.published for port in project.ports(service)] == [8080]
    assert [item.name for item in project.contexts["/w/api"]] == ["api"]


def test_additions_are_merged_over_the_base_file() -> None:
    """Overrides belong to plain ``up``; a file that builds nothing adds; one that does stands alone."""
    workspace = system(
        {
            "docker-compose.yml": (
                "services: {a: {build: {context: ./a, args: {X: 1, Y: 1}}, environment: {E: base}}}"
            ),
            "docker-compose.override.yml": "services: {a: {environment: {E: over}}}",
            "docker-compose.dev.yml": (
                "services: {a: {build: {dockerfile: dev.Dockerfile, args: {Y: 2}}}}"
            ),
            "docker-compose.prod.yml": "services: {a: {environment: {E: prod}}}",
            "compose.other.yml": "services: {b: {image: b}}",
        }
    )
    projects = compose_projects(workspace)
    names = [
        (project.mode, [file.path.rpartition("/")[2] for file in project.files])
        for project in projects
    ]
    assert names == [
        (None, ["docker-compose.yml", "docker-compose.override.yml"]),
        (None, ["compose.other.yml"]),
        ("development", ["docker-compose.yml", "docker-compose.dev.yml"]),
        ("production", ["docker-compose.yml", "docker-compose.prod.yml"]),
    ]
    base, _, development, production = projects
    assert base.environment(base.services["a"])["E"].value == "over"
    assert production.environment(production.services["a"])["E"].value == "prod"
    build = development.services["a"].build
    assert build is not None
    assert build.dockerfile == "/w/a/dev.Dockerfile"
    args = development.build_args(development.services["a"])
    assert {name: value.value for name, value in args.items()} == {"X": "1", "Y": "2"}


def test_services_extend_others() -> None:
    """In the same file or another; circles end."""
    workspace = system(
        {
            "compose.yaml": (
                "services:\n  a: {extends: {file: common.compose.yaml, service: base},"
                " environment: {Y: 2}}\n  b: {extends: c}\n  c: {extends: b, image: c}\n"
            ),
            "common.compose.yaml": "services: {base: {image: x, environment: {X: 1, Y: 1}}}",
        }
    )
    project = next(item for item in compose_projects(workspace) if "a" in item.services)
    merged = project.services["a"]
    assert merged.image == "x"
    assert {name: value.value for name, value in merged.environment.items()} == {"X": "1", "Y": "2"}
    assert project.services["b"].image == "c"


def test_a_broken_compose_file_is_a_problem() -> None:
    """The others still count."""
    workspace = system({"a/compose.yaml": "a: b: c", "b/compose.yaml": "services: {x: {image: y}}"})
    assert len(compose_projects(workspace)) == 1
    assert [problem.path for problem in workspace.problems] == ["/w/a/compose.yaml"]


DOCKERFILE = """\
# syntax=docker/dockerfile:1
ARG NODE=20
ARG SHARED=top
FROM --platform=linux/amd64 node:${NODE} AS build
ARG VITE_API=http://default
ARG SHARED
ARG GIVEN
ENV VITE_API=$VITE_API \\
    # a comment inside
    QUOTED="a b" SINGLE='$x' ESC=a\\ b
ENV OLD http://old value
RUN <<EOF
ENV NOT=seen
EOF
WORKDIR /app
EXPOSE 3000 8080/tcp
FROM build as run
ENV EXTRA=${VITE_API}/x
FROM nginx
COPY --from=build /app /x
"""


def test_dockerfile_variables() -> None:
    """Arguments given from outside win over defaults, ENV over ARG; stages inherit ENV only."""
    file = read_dockerfile(SourceText("/p/Dockerfile", DOCKERFILE))
    assert [(stage.base, stage.name) for stage in file.stages] == [
        ("node:${NODE}", "build"),
        ("build", "run"),
        ("nginx", None),
    ]
    build = file.stage("BUILD")
    assert build is not None
    assert (build.workdir, build.expose) == ("/app", (3000, 8080))
    values = {name: value.value for name, value in file.variables(build, {"GIVEN": "g"}).items()}
    assert values == {
        "VITE_API": "http://default",
        "SHARED": "top",
        "GIVEN": "g",
        "QUOTED": "a b",
        "SINGLE": "$x",
        "ESC": "a b",
        "OLD": "http://old value",
    }
    run = file.stage("1")
    assert run is not None
    inherited = file.variables(run, {"VITE_API": "http://given"})
    assert inherited["EXTRA"].value == "http://given/x"
    assert "SHARED" not in inherited
    last = file.stage(None)
    assert last is not None
    assert file.variables(last, {}) == {}
    assert file.stage("none") is None


def test_dockerfile_places() -> None:
    """They are right behind line continuations and inside quotes."""
    file = read_dockerfile(SourceText("/p/Dockerfile", DOCKERFILE.replace("\n", "\r\n")))
    written = DOCKERFILE.replace("\n", "\r\n")
    env = file.stages[0].env
    assert shown(written, env["QUOTED"]) == "a b"
    assert shown(written, env["VITE_API"]) == "$VITE_API"
    assert shown(written, env["OLD"]) == "http://old value"
    assert shown(written, file.stages[0].args["GIVEN"]) == "GIVEN"


def test_dockerfile_escape_directive() -> None:
    """Windows images continue lines with a backtick."""
    file = read_dockerfile(SourceText("/p/D", "# escape=`\nFROM x\nENV A=1 `\n  B=2\n"))
    assert {name: value.value for name, value in file.stages[0].env.items()} == {"A": "1", "B": "2"}


@given(st.text(alphabet="FROM ENVARG\nRUN<<E\\\"'=$X{}#\r", max_size=80))
def test_any_text_is_a_dockerfile(written: str) -> None:
    """Nothing is raised and places lie inside the text."""
    file = read_dockerfile(SourceText("/p/Dockerfile", written))
    for stage in file.stages:
        for setting in stage.settings:
            span = setting.value.place.span
            assert 0 <= span.start <= span.end <= len(written)
        file.variables(stage, {})


@given(st.text(alphabet="services: {}[]abn\n-=$ '\"", max_size=80))
def test_any_text_is_a_compose_file_or_a_reader_error(written: str) -> None:
    """Nothing else is raised."""
    with contextlib.suppress(ReaderError):
        compose("services:\n  a:\n    " + written)
    with contextlib.suppress(ReaderError):
        read_workflow(SourceText("/p/ci.yml", "jobs:\n  a:\n    " + written))


def test_workflow_values() -> None:
    """Literals at each level with their scope; expressions and shell variables are no values."""
    written = """\
env:
  API: http://a
  TOKEN: ${{ secrets.T }}
jobs:
  build:
    env: {SITE: 'http://s', PORT: 3000}
    steps:
      - name: Build
        env:
          VITE_API: http://b
        run: docker build --build-arg API_DOMAIN=http://c --build-arg X=$X .
      - uses: docker/build-push-action@v5
        with:
          build-args: |
            NEXT_PUBLIC_API=http://d
            OTHER=${{ env.API }}
"""
    found = [
        (item.scope, item.value.name, item.value.value, item.is_build_arg)
        for item in read_workflow(SourceText("/p/.github/workflows/ci.yml", written)).values
    ]
    assert found == [
        ("", "API", "http://a", False),
        ("build", "SITE", "http://s", False),
        ("build", "PORT", "3000", False),
        ("build / Build", "VITE_API", "http://b", False),
        ("build / Build", "API_DOMAIN", "http://c", True),
        ("build / step 2", "NEXT_PUBLIC_API", "http://d", True),
    ]
    values = read_workflow(SourceText("/p/ci.yml", written)).values
    assert [shown(written, item.value).strip("'") for item in values] == [
        item.value.value for item in values
    ]


def test_gitlab_variables() -> None:
    """Of the file and of each job; the long form too."""
    written = (
        "variables:\n  API: http://a\n  LONG: {value: http://l, description: x}\n"
        "stages: [build]\nbuild:\n  variables: {SITE: http://s, REF: $CI_REF}\n"
        "  script:\n    - docker build --build-arg V=http://v .\n"
    )
    found = read_workflow(SourceText("/p/.gitlab-ci.yml", written)).values
    assert [(item.scope, item.value.name, item.value.value) for item in found] == [
        ("", "API", "http://a"),
        ("", "LONG", "http://l"),
        ("build", "SITE", "http://s"),
        ("build", "V", "http://v"),
    ]
