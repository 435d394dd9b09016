"""What proxies answer themselves, and what they let caches keep."""

from __future__ import annotations

import pytest

from extract.gateway_facts_of import Gateways
from supertokens_lint.extract.gateways.storing import may_be_kept


def _answer(files: dict[str, str], path: str = "/auth/session/refresh") -> str | None:
    location = Gateways(files).only.routing(path).location
    return None if location is None or location.answer is None else location.answer.text


def _caches(files: dict[str, str], path: str = "/auth/session/refresh") -> tuple[str, ...]:
    location = Gateways(files).only.routing(path).location
    return () if location is None else tuple(rule.text for rule in location.caches)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("public", True),
        ("public, max-age=60", True),
        ("max-age=60", True),
        ("s-maxage=10, stale-while-revalidate", True),
        ('max-age="60"', True),
        ("public, max-age=0, must-revalidate", False),
        ("no-store", False),
        ("no-cache, no-store, max-age=0, must-revalidate", False),
        ("private, max-age=600", False),
        ('private="x", max-age=600', False),
        ("PUBLIC, NO-STORE", False),
        ("immutable", False),
        ("", False),
    ],
)
def test_cache_control(text: str, *, kept: bool) -> None:
    """A cache may answer others with what has an age and forbids nothing."""
    assert may_be_kept(text) is kept


@pytest.mark.parametrize(
    ("body", "answers"),
    [
        ("try_files $uri /index.html;", False),
        ("try_files $uri /index.html; error_page 405 =200 $uri;", True),
        ("try_files $uri /index.html; error_page 405 = $uri;", True),
        ("try_files $uri /index.html; error_page 404 405 =200 /index.html;", True),
        ("try_files $uri /index.html; error_page 405 $uri;", False),
        ("try_files $uri /index.html; error_page 405 =204 $uri;", False),
        ("try_files $uri /index.html; error_page 404 =200 /index.html;", False),
        ("error_page 404 =200 /index.html;", True),
        ("error_page 404 /index.html;", False),
        ("error_page 405 =200 $uri;", False),
        ("try_files $uri =404; error_page 404 = /index.html;", True),
        ("try_files $uri =200;", True),
        ("try_files $uri @app; error_page 405 =200 $uri;", False),
        ("return 200;", True),
        ("return 204;", False),
        ("return 301 /x;", False),
        ("proxy_pass http://api:1; error_page 404 =200 /index.html;", False),
        ("if ($request_method = POST) { return 200; }", False),
    ],
)
def test_what_nginx_answers_a_post_with(body: str, *, answers: bool) -> None:
    """Files answer a POST with 405 or 404, which ``error_page`` may turn into 200."""
    text = f"server {{ listen 80; location / {{ {body} }} }}"
    assert (_answer({"default.conf": text, "nginx.conf": ""}) is not None) is answers


def test_error_pages_are_inherited_until_a_block_has_its_own() -> None:
    """As all lists of nginx are."""
    outer = "error_page 404 =200 /index.html;"
    files = {"nginx.conf": f"server {{ {outer} location / {{ root /x; }} }}"}
    assert _answer(files) is not None
    files = {"nginx.conf": f"server {{ {outer} location / {{ error_page 500 /e.html; }} }}"}
    assert _answer(files) is None


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("proxy_cache z; proxy_cache_valid 200 1m;", True),
        ("proxy_cache z; proxy_cache_valid 1m;", True),
        ("proxy_cache z; proxy_cache_valid any 1m;", True),
        ("proxy_cache z; proxy_cache_valid 404 1m; proxy_cache_valid 200 1m;", True),
        ("proxy_cache z; proxy_cache_valid 404 1m;", False),
        ("proxy_cache z; proxy_cache_valid 200 0;", False),
        ("proxy_cache z;", False),
        ("proxy_cache off; proxy_cache_valid 200 1m;", False),
        ("proxy_cache z; proxy_cache_valid 1m; proxy_no_cache $http_cookie;", False),
        ("proxy_cache z; proxy_cache_valid 1m; proxy_cache_bypass $cookie_x;", False),
        ("proxy_cache z; proxy_cache_valid 1m; proxy_cache_key $uri$http_authorization;", False),
        ("expires 1h;", True),
        ("expires max;", True),
        ("expires -1;", False),
        ("expires off;", False),
        ("expires $expires;", False),
        ("add_header Cache-Control 'public, max-age=1';", True),
        ("add_header Cache-Control $cache;", False),
    ],
)
def test_what_nginx_keeps(body: str, *, kept: bool) -> None:
    """Only what is certainly kept for everybody counts."""
    text = f"server {{ location / {{ proxy_pass http://api:1; {body} }} }}"
    assert bool(_caches({"nginx.conf": text})) is kept


@pytest.mark.parametrize(
    ("body", "answers"),
    [
        ("FallbackResource /index.html", True),
        ("FallbackResource disabled", False),
        ("RewriteRule ^ /index.html [L]", True),
        ("RewriteRule ^ /index.html [R=302,L]", False),
        ("RewriteCond %{REQUEST_URI} !^/auth\nRewriteRule . /index.html [L]", False),
        ("RewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule . /index.html [L]", True),
        ("RewriteRule ^/auth - [L]\nRewriteRule . /index.html [L]", False),
        ("RewriteRule ^/docs /docs.html [L]", False),
    ],
)
def test_what_apache_answers_a_post_with(body: str, *, answers: bool) -> None:
    """Its default handler answers a POST to a file as it does a GET."""
    text = f"<VirtualHost *:80>\nProxyPass /api http://api:1/api\n{body}\n</VirtualHost>\n"
    assert (_answer({"httpd.conf": text}) is not None) is answers


def test_headers_of_apache_for_some_files_do_not_count() -> None:
    """``FilesMatch`` and conditions take others out."""
    front = "<VirtualHost *:80>\nProxyPass / http://api:1/\n"
    header = "Header set Cache-Control 'public, max-age=9'"
    whole = f"{front}{header}\n</VirtualHost>\n"
    some = (
        f"{front}<FilesMatch '\\.js$'>\n{header}\n</FilesMatch>\n{header} env=x\n</VirtualHost>\n"
    )
    assert _caches({"httpd.conf": whole})
    assert not _caches({"httpd.conf": some})
