"""A stand-in for the SuperTokens core: what the SDKs ask of it to sign users up and in and out.

It speaks version 5.4 of the core driver interface, the one of supertokens-node 24 and
supertokens-python 0.31, and what older SDKs ask of 2.15, 4.0 and 5.1. Which fields they read say
``recipe/session/sessionFunctions.js``, ``recipe/session/accessToken.js`` and the files
``recipeImplementation.js`` of emailpassword, multitenancy and, for the handshake, session. Everything is kept in memory. Whatever it does not know is an error 404 that
:attr:`Core.unknown` lists.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

Json = dict[str, Any]
KEY_ID = "d-browser"
"""The SDKs expect the id of a dynamic signing key to start with ``d-``."""
_OLD_HEAD = base64.b64encode(b'{"alg":"RS256","typ":"JWT","version":"2"}').decode()
_HOUR = 3600_000
_YEAR = 365 * 24 * _HOUR


@cache
def signing_key() -> rsa.RSAPrivateKey:
    """Return the key of all cores of this run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(value: Json) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _number(value: int) -> str:
    return _base64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _now() -> int:
    return time.time_ns() // 1_000_000


def signed(payload: Json, *, old: bool = False) -> str:
    """Return an access token as version 5 of the core's tokens has it, or version 2 for old SDKs."""
    head = (
        _OLD_HEAD if old else _part({"kid": KEY_ID, "typ": "JWT", "version": "5", "alg": "RS256"})
    )
    text = f"{head}.{_part(payload)}"
    signature = signing_key().sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{_base64(signature)}"


@dataclass
class Session:
    """One session; ``refresh_token`` is the only one that it accepts."""

    handle: str
    user: str
    tenant: str
    payload: Json
    old: bool = False
    refresh_token: str = ""
    parent: str | None = None

    def described(self) -> Json:
        """Return the session as the SDKs read it."""
        return {
            "handle": self.handle,
            "userId": self.user,
            "recipeUserId": self.user,
            "userDataInJWT": self.payload,
            "tenantId": self.tenant,
        }


@dataclass
class Core:
    """Users, their sessions, and the answers to the SDKs."""

    born_expired: bool = False
    """Access tokens of new sessions are past their time, so that the next request must refresh."""
    unknown: list[str] = field(default_factory=list)
    _passwords: dict[str, tuple[str, Json]] = field(default_factory=dict)
    _sessions: dict[str, Session] = field(default_factory=dict)

    def answer(self, method: str, target: str, body: Json, cdi: str) -> tuple[int, Json]:
        """Return status and body for a request in a version of the interface."""
        old = cdi.startswith("2.")
        url = urlsplit(target)
        tenant, path = _tenant_and_path(url.path)
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        if tenant != "public":
            return (
                (200, {"status": "TENANT_NOT_FOUND_ERROR"})
                if path.endswith("/tenant/v2")
                else (400, {"message": f"AppId or tenantId not found => {tenant}"})
            )
        answers: dict[tuple[str, str], Callable[[], Json]] = {
            ("GET", "/apiversion"): lambda: {"versions": ["2.15", "4.0", "5.1", "5.4"]},
            ("POST", "/recipe/handshake"): _handshake,
            ("GET", "/.well-known/jwks.json"): _keys,
            ("GET", "/recipe/multitenancy/tenant/v2"): _public_tenant,
            ("POST", "/recipe/signup"): lambda: self._sign_up(body),
            ("POST", "/recipe/signin"): lambda: self._sign_in(body),
            ("GET", "/user/id"): lambda: self._user(query["userId"]),
            ("GET", "/users/by-accountinfo"): lambda: self._users(query.get("email", "")),
            ("POST", "/recipe/session"): lambda: self._create(body, tenant, old=old),
            ("POST", "/recipe/session/verify"): lambda: self._verify(body),
            ("POST", "/recipe/session/refresh"): lambda: self._refresh(body),
            ("POST", "/recipe/session/remove"): lambda: self._remove(body),
        }
        answer = answers.get((method, path))
        if answer is None:
            self.unknown.append(f"{method} {target}")
            return 404, {"message": f"not known here: {method} {target}"}
        return 200, {"status": "OK", **(_handshake() if old else {}), **answer()}

    def _sign_up(self, body: Json) -> Json:
        if body["email"] in self._passwords:
            return {"status": "EMAIL_ALREADY_EXISTS_ERROR"}
        user = _new_user(body["email"])
        self._passwords[body["email"]] = (body["password"], user)
        return {"user": user, "recipeUserId": user["id"]}

    def _sign_in(self, body: Json) -> Json:
        password, user = self._passwords.get(body["email"], (None, {}))
        if password != body["password"]:
            return {"status": "WRONG_CREDENTIALS_ERROR"}
        return {"user": user, "recipeUserId": user["id"]}

    def _user(self, identifier: str) -> Json:
        found = [user for _, user in self._passwords.values() if user["id"] == identifier]
        return {"user": found[0]} if found else {"status": "UNKNOWN_USER_ID_ERROR"}

    def _users(self, email: str) -> Json:
        found = self._passwords.get(email)
        return {"users": [found[1]] if found else []}

    def _create(self, body: Json, tenant: str, *, old: bool) -> Json:
        handle = secrets.token_hex(16)
        session = Session(handle, body["userId"], tenant, body["userDataInJWT"], old)
        self._sessions[session.handle] = session
        anti_csrf = secrets.token_hex(16) if body["enableAntiCsrf"] else None
        return self._tokens(session, anti_csrf, expired=self.born_expired)

    def _tokens(self, session: Session, anti_csrf: str | None, *, expired: bool = False) -> Json:
        session.refresh_token = f"{secrets.token_hex(32)}.{session.handle}"
        lasting = {"createdTime": _now(), "expiry": _now() + _YEAR}
        answer = {
            "session": session.described(),
            "accessToken": _access_token(session, anti_csrf, expired=expired),
            "refreshToken": {"token": session.refresh_token, **lasting},
            "idRefreshToken": {"token": secrets.token_hex(16), **lasting},
        }
        return answer if anti_csrf is None else {**answer, "antiCsrfToken": anti_csrf}

    def _verify(self, body: Json) -> Json:
        payload = json.loads(base64.urlsafe_b64decode(body["accessToken"].split(".")[1] + "=="))
        session = self._sessions.get(payload["sessionHandle"])
        if session is None:
            return {"status": "UNAUTHORISED", "message": "Session does not exist."}
        answer: Json = {"session": session.described()}
        if session.parent is not None:
            session.parent = None
            answer["accessToken"] = _access_token(session, payload.get("antiCsrfToken"))
        return answer

    def _refresh(self, body: Json) -> Json:
        session = self._sessions.get(body["refreshToken"].rpartition(".")[2])
        if session is None or session.refresh_token != body["refreshToken"]:
            return {"status": "UNAUTHORISED", "message": "Session does not exist."}
        session.parent = _hash(session.refresh_token)
        return self._tokens(session, secrets.token_hex(16) if body["enableAntiCsrf"] else None)

    def _remove(self, body: Json) -> Json:
        handles = [handle for handle in body["sessionHandles"] if handle in self._sessions]
        for handle in handles:
            del self._sessions[handle]
        return {"sessionHandlesRevoked": handles}


def _tenant_and_path(path: str) -> tuple[str, str]:
    """Split ``/<tenant>/recipe/...``; paths without tenant are of the public one."""
    first, slash, rest = path.lstrip("/").partition("/")
    if slash and first not in ("recipe", "user", "users", ".well-known"):
        return first, f"/{rest}"
    return "public", path


def _keys() -> Json:
    numbers = signing_key().public_key().public_numbers()
    exponent, modulus = _number(numbers.e), _number(numbers.n)
    common = {"kty": "RSA", "kid": KEY_ID, "use": "sig", "alg": "RS256"}
    return {"keys": [{**common, "n": modulus, "e": exponent}]}


def _handshake() -> Json:
    """Return what old SDKs ask for at first and then find in all answers about sessions."""
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    key = base64.b64encode(signing_key().public_key().public_bytes(*form)).decode()
    public = {"publicKey": key, "createdAt": _now() - _YEAR, "expiryTime": _now() + _YEAR}
    return {
        "jwtSigningPublicKeyList": [public],
        "accessTokenBlacklistingEnabled": False,
        "accessTokenValidity": _HOUR,
        "refreshTokenValidity": _YEAR,
    }


def _public_tenant() -> Json:
    return {"tenantId": "public", "thirdParty": {"providers": []}, "coreConfig": {}}


def _new_user(email: str) -> Json:
    identifier = secrets.token_hex(16)
    shared = {"tenantIds": ["public"], "timeJoined": _now()}
    method = {"recipeId": "emailpassword", "recipeUserId": identifier, "email": email}
    return {
        "id": identifier,
        "email": email,
        "isPrimaryUser": False,
        "emails": [email],
        "phoneNumbers": [],
        "thirdParty": [],
        "webauthn": {"credentialIds": []},
        "loginMethods": [{**method, **shared, "verified": False}],
        **shared,
    }


def _access_token(session: Session, anti_csrf: str | None, *, expired: bool = False) -> Json:
    created = _now() - (2 * _HOUR if expired else 0)
    shared = {
        "sessionHandle": session.handle,
        "refreshTokenHash1": _hash(session.refresh_token),
        "parentRefreshTokenHash1": session.parent,
        "antiCsrfToken": anti_csrf,
    }
    own = (
        {
            "userId": session.user,
            "userData": session.payload,
            "timeCreated": created,
            "expiryTime": created + _HOUR,
        }
        if session.old
        else {
            **session.payload,
            "sub": session.user,
            "rsub": session.user,
            "tId": session.tenant,
            "iat": created // 1000,
            "exp": (created + _HOUR) // 1000,
        }
    )
    payload = {name: value for name, value in (shared | own).items() if value is not None}
    token = signed(payload, old=session.old)
    return {"token": token, "createdTime": created, "expiry": created + _HOUR}
