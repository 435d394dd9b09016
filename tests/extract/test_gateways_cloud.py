"""API gateways of AWS, however they are described, and hosts with rewrites."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.gateway_facts_of import Gateways
from extract.surrounding_facts import USE, Found, package
from supertokens_lint.extract.gateway_facts import Gateway, GatewayCors
from supertokens_lint.extract.gateways.hcl_text import read_hcl
from supertokens_lint.source import SourceText


def _cors(gateway: Gateway) -> GatewayCors | None:
    return gateway.locations[0].cors


def _names(gateway: Gateway) -> tuple[str, ...] | None:
    cors = _cors(gateway)
    return None if cors is None or cors.allow_headers is None else cors.allow_headers.names


def _serverless(events: str, provider: str = "") -> Gateways:
    text = f"provider:\n  name: aws\n{provider}functions:\n  auth:\n    handler: src/a.handler\n    events:\n{events}"
    return Gateways({"api/serverless.yml": text})


REST = "      - http: {path: 'auth/{proxy+}', method: ANY}\n"


@pytest.mark.parametrize(
    ("provider", "stages"),
    [
        ("", ["dev", ""]),
        ("  stage: prod\n", ["prod", ""]),
        ("  stage: ${opt:stage, 'x'}\n", [""]),
    ],
)
def test_a_rest_api_has_its_stage_in_the_path(provider: str, stages: list[str]) -> None:
    """At the default endpoint; at a name of its own nobody knows."""
    found = _serverless(REST, provider).found
    assert [item.stage for item in found] == stages
    for item in found:
        prefix = f"/{item.stage}" if item.stage else ""
        location = item.routing(f"{prefix}/auth/signin").location
        assert location is not None
        assert location.rule is not None
        assert location.rule.removes == prefix
        assert location.rule.folders == ("/system/api/src",)
        assert item.routing("/other").location is None


def test_an_http_api_has_no_stage_in_the_path() -> None:
    """``httpApi`` uses ``$default``, whatever ``provider.stage`` says."""
    first, second = _serverless("      - httpApi: '*'\n", "  stage: prod\n").found
    assert (first.stage, second.stage) == ("", "")
    assert first.routing("/auth/x").location is not None


@pytest.mark.parametrize(
    ("event", "answers", "has_default"),
    [
        ("      - http: {path: /a, method: any}\n", False, False),
        ("      - http: {path: /a, method: any, cors: true}\n", True, True),
        ("      - http: {path: /a, method: any, cors: false}\n", False, False),
        ("      - http: {path: /a, method: any, cors: {headers: [a]}}\n", True, False),
        ("      - http: {path: /a, method: any, cors: {origin: a}}\n", True, True),
    ],
)
def test_rest_cors(event: str, *, answers: bool, has_default: bool) -> None:
    """The framework's default list stands where none is given."""
    cors = _cors(_serverless(event).found[0])
    assert (cors is not None and cors.answers) is answers
    if cors is not None:
        assert cors.allow_headers is not None
        assert cors.allow_headers.is_default is has_default
        assert not cors.replaces


def test_http_api_cors_replaces_what_the_function_sends() -> None:
    """As the developer guide of API Gateway says; without a list nothing is exposed."""
    provider = "  httpApi:\n    cors: {allowedHeaders: [A], allowCredentials: true}\n"
    cors = _cors(_serverless("      - httpApi: 'ANY /auth/{proxy+}'\n", provider).found[0])
    assert cors is not None
    assert cors.replaces
    assert cors.credentials is True
    assert cors.expose_headers is not None
    assert cors.expose_headers.names == ()


def test_configuration_as_code_is_read_as_well() -> None:
    """``serverless.ts`` exports the same object."""
    code = (
        "const headers = ['a'];\nexport default { provider: { stage: 'x' }, functions: { f: "
        "{ handler: 'a.b', events: [{ http: { path: '/p', method: 'post', cors: { headers } } }] } } };"
    )
    first, _ = Gateways({"serverless.ts": code}).found
    assert (first.stage, _names(first)) == ("x", ("a",))


SAM = """
Transform: AWS::Serverless-2016-10-31
{globals}
Resources:
  {api}
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./api
      Events:
        E: {{Type: {kind}, Properties: {{{ref}Path: '/auth/{{proxy+}}', Method: any}}}}
"""


@pytest.mark.parametrize(
    ("api", "kind", "ref", "stages", "names"),
    [
        ("A: {Type: 'AWS::Serverless::Api', Properties: {StageName: v1, Cors: {AllowHeaders: \"'A,b'\"}}}", "Api", "RestApiId: !Ref A, ", ["v1", ""], ("a", "b")),
        ("A: {Type: 'AWS::Serverless::Api', Properties: {StageName: !Ref S, Cors: \"'*'\"}}", "Api", "RestApiId: !Ref A, ", [""], None),
        ("A: {Type: 'AWS::Serverless::HttpApi', Properties: {CorsConfiguration: {AllowHeaders: [A]}}}", "HttpApi", "ApiId: !Ref A, ", ["", ""], ("a",)),
        ("A: {Type: 'AWS::Serverless::HttpApi', Properties: {CorsConfiguration: true}}", "HttpApi", "ApiId: {Ref: A}, ", ["", ""], None),
        ("A: {Type: 'AWS::S3::Bucket'}", "Api", "", ["Prod", ""], ("g",)),
        ("A: {Type: 'AWS::S3::Bucket'}", "HttpApi", "", ["", ""], ("h",)),
        ("A: {Type: 'AWS::ApiGatewayV2::Api', Properties: {CorsConfiguration: {AllowHeaders: [A]}}}", "Other", "", [""], ("a",)),
        ("A: {Type: 'AWS::Lambda::Url', Properties: {Cors: {AllowHeaders: [A]}}}", "Other", "", [""], ("a",)),
    ],
)  # fmt: skip
def test_templates(
    api: str, kind: str, ref: str, stages: list[str], names: tuple[str, ...] | None
) -> None:
    """APIs that are resources, and those that SAM makes of events."""
    given = "Globals: {Api: {Cors: {AllowHeaders: \"'G'\"}}, HttpApi: {CorsConfiguration: {AllowHeaders: [H]}}}"
    text = SAM.format(api=api, kind=kind, ref=ref, globals=given)
    found = Gateways({"template.yaml": text}).found
    assert [item.stage for item in found] == stages
    assert _names(found[0]) == names


def test_openapi_documents() -> None:
    """Mock integrations of OPTIONS, and the extension for HTTP APIs."""
    parameters = {"method.response.header.Access-Control-Allow-Headers": "'A,b'"}
    mock = {
        "type": "mock",
        "responses": {"default": {"responseParameters": parameters}},
    }
    options = {"x-amazon-apigateway-integration": mock}
    document = {"paths": {"/auth/{proxy+}": {"post": {}, "options": options}}}
    (found,) = Gateways({"openapi.json": json.dumps(document)}).found
    assert _names(found) == ("a", "b")
    http = {"x-amazon-apigateway-cors": {"allowHeaders": ["A"]}, "paths": {"/x": {"post": {}}}}
    (found,) = Gateways({"api.json": json.dumps(http)}).found
    assert _names(found) == ("a",)


CDK = 'import * as gw from "aws-cdk-lib/aws-apigateway";\n'


@pytest.mark.parametrize(
    ("code", "stage", "names"),
    [
        ('new gw.RestApi(this, "A", { defaultCorsPreflightOptions: { allowHeaders: ["A"] } });', "prod", ("a",)),
        ('new gw.RestApi(this, "A", { deployOptions: { stageName: "v1" } });', "v1", None),
        ('new gw.HttpApi(this, "A", { corsPreflight: { allowHeaders: ["A"] } });', "", ("a",)),
        ('const f = make();\nf.addFunctionUrl({ cors: { allowedHeaders: ["A"] } });', "", ("a",)),
    ],
)  # fmt: skip
def test_cdk_in_scripts(code: str, stage: str, names: tuple[str, ...] | None) -> None:
    """Constructs and their methods, with the stage where there is one."""
    found = Gateways({"infra/stack.ts": CDK + code}).found
    assert (found[0].stage, _names(found[0])) == (stage, names)


def test_cdk_in_python() -> None:
    """Keywords and nested constructs."""
    code = (
        "from aws_cdk import aws_apigateway as gw\n"
        "gw.RestApi(None, 'A', default_cors_preflight_options=gw.CorsOptions(\n"
        "    allow_origins=gw.Cors.ALL_ORIGINS, allow_headers=['A']))\n"
    )
    first, _ = Gateways({"infra/stack.py": code}).found
    assert (first.stage, _names(first)) == ("prod", ("a",))


def test_several_apis_say_nothing() -> None:
    """Nobody can tell which of them a backend is behind."""
    api = 'new gw.RestApi(this, "A", {});\n'
    assert Gateways({"infra/stack.ts": CDK + api * 2}).found == ()
    block = 'resource "aws_apigatewayv2_api" "{0}" {{\n  protocol_type = "HTTP"\n}}\n'
    assert Gateways({"main.tf": block.format("a") + block.format("b")}).found == ()
    assert len(Gateways({"main.tf": block.format("a")}).found) == 1


TERRAFORM = """
resource "aws_api_gateway_integration_response" "options" {
  response_parameters = {
    "method.response.header.Access-Control-Allow-Headers" = "'A,b'"
    "method.response.header.Access-Control-Allow-Origin"  = var.origin
  }
}
resource "aws_api_gateway_stage" "s" { stage_name = "v1" }
"""


def test_terraform() -> None:
    """A REST API's answer to preflights, with the only stage there is."""
    first, _ = Gateways({"infra/main.tf": TERRAFORM}).found
    assert (first.stage, _names(first)) == ("v1", ("a", "b"))


@pytest.mark.parametrize(
    ("value", "names", "is_open"),
    [
        ('["A", "b"]', ("a", "b"), False),
        ('["A", var.x]', ("a",), True),
        ('concat(["A"], var.x)', (), True),
        ('["${var.x}-y"]', (), True),
    ],
)
def test_expressions_of_terraform_are_not_guessed(
    value: str, names: tuple[str, ...], *, is_open: bool
) -> None:
    """What is no plain value leaves the list open."""
    block = f'resource "aws_lambda_function_url" "u" {{\n  cors {{\n    allow_headers = {value}\n  }}\n}}\n'
    cors = _cors(Gateways({"main.tf": block}).found[0])
    assert cors is not None
    assert cors.allow_headers is not None
    assert (cors.allow_headers.names, cors.allow_headers.is_open) == (names, is_open)


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet='ab {}[]="\n#é$,', max_size=120))
def test_any_terraform_text_is_read(text: str) -> None:
    """No text raises, and blocks lie in the text."""
    for block in read_hcl(SourceText("/main.tf", text)).blocks:
        assert 0 <= block.span.start <= block.span.end <= len(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/api/* https://b.com/:splat 200", ("/api", ["https://b.com"], "strip", "/api", "")),
        ("/api/* https://b.com/api/:splat 200!", ("/api", ["https://b.com"], "keep", "", "")),
        ("/api/* https://b.com/:splat 301", None),
        ("/api/* https://b.com/:splat", None),
        ("/* /index.html 200", None),
        ("# /api/* https://b.com/:splat 200", None),
    ],
)
def test_redirects_of_netlify(
    line: str, expected: tuple[str, list[object], str, str, str] | None
) -> None:
    """Only rewrites to another server hand a path on."""
    files = {"package.json": package("vite"), "src/main.ts": USE}
    in_list = Found({**files, "public/_redirects": f"{line}\n"})
    assert in_list.proxies == ([] if expected is None else [expected])
    words = line.split()
    if words[0] != "#" and len(words) == 3:
        status = words[2].rstrip("!")
        toml = f'[[redirects]]\nfrom = "{words[0]}"\nto = "{words[1]}"\nstatus = {status}\n'
        assert Found({**files, "netlify.toml": toml}).proxies == in_list.proxies


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("wrangler.toml", 'routes = [{ pattern = "A.com/api/*", zone_name = "a.com" }, "b.com/*"]\n'),
        ("wrangler.jsonc", '{"routes": [{"pattern": "a.com/api/*"}, "b.com/*"]}'),
    ],
)  # fmt: skip
def test_routes_of_workers(name: str, text: str) -> None:
    """Each host with the paths that lead to the worker."""
    found = Gateways({f"api/{name}": text}).found
    assert [item.hosts for item in found] == [("a.com",), ("b.com",)]
    assert found[0].routing("/api/x").location is not None
    assert found[0].routing("/auth/x").location is None


@pytest.mark.parametrize(
    "name", ["netlify.toml", "wrangler.toml", "serverless.yml", "template.yaml"]
)
@pytest.mark.parametrize("text", ["", "[", "{", "\x00", "a: b: c", "x = [[", "AWS::Serverless: {"])
def test_broken_files_are_passed_over(name: str, text: str) -> None:
    """Half-written files give nothing and raise nothing."""
    assert Gateways({name: text}).found == ()
