import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const { advice, serverCommand, startFolder } = createRequire(import.meta.url)("../out/command.cjs");

function around(changes = {}) {
  const files = new Set(changes.files ?? []);
  return {
    folders: ["/work/web", "/work/api"],
    trusted: true,
    platform: "linux",
    home: "/home/me",
    isFile: (path) => files.has(path),
    ...changes,
  };
}

const NONE = { path: [], interpreter: "" };

test("the command that the user names goes before all others", () => {
  const files = ["/work/web/.venv/bin/supertokens-lint"];
  assert.deepEqual(serverCommand({ path: ["uvx", "supertokens-lint[server]"], interpreter: "/py" }, around({ files })), {
    command: "uvx",
    args: ["supertokens-lint[server]", "server"],
  });
});

test("the workspace and the home are filled in", () => {
  const wishes = { path: ["${workspaceFolder}/bin/lint", "~/x", " "], interpreter: "" };
  assert.deepEqual(serverCommand(wishes, around()), { command: "/work/web/bin/lint", args: ["/home/me/x", "server"] });
});

test("an interpreter runs the module", () => {
  assert.deepEqual(serverCommand({ path: [], interpreter: "~/py" }, around()), {
    command: "/home/me/py",
    args: ["-m", "supertokens_lint", "server"],
  });
});

test("a virtual environment of any folder is found", () => {
  const files = ["/work/api/venv/bin/supertokens-lint"];
  assert.equal(serverCommand(NONE, around({ files })).command, "/work/api/venv/bin/supertokens-lint");
});

test("on Windows it has another shape", () => {
  const files = ["c:\\web\\.venv\\Scripts\\supertokens-lint.exe"];
  const there = around({ files, platform: "win32", folders: ["c:\\web"] });
  assert.deepEqual(serverCommand(NONE, there), { command: files[0], args: ["server"] });
});

test("nothing of a workspace that is not trusted is run", () => {
  const files = ["/work/web/.venv/bin/supertokens-lint"];
  assert.deepEqual(serverCommand(NONE, around({ files, trusted: false })), {
    command: "supertokens-lint",
    args: ["server"],
  });
});

test("without anything the PATH is asked", () => {
  assert.deepEqual(serverCommand(NONE, around({ folders: [] })), { command: "supertokens-lint", args: ["server"] });
});

test("the advice names what was tried and what to install", () => {
  const text = advice({ command: "x", args: ["server"] });
  assert.match(text, /x server/);
  assert.match(text, /supertokens-lint\[server\]/);
});

test("modules of a workspace that is not trusted do not take the place of the server's", () => {
  assert.equal(startFolder(around()), "/work/web");
  assert.equal(startFolder(around({ trusted: false })), "/home/me");
  assert.equal(startFolder(around({ folders: [] })), "/home/me");
});
