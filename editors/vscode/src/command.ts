// Which command runs the server. Nothing here needs an editor, so that it can be tested without one.

import * as path from "node:path";

export interface Command {
  command: string;
  args: string[];
}

export interface Surroundings {
  /** The folders of the workspace, the first one first. */
  folders: readonly string[];
  /** Whether programs that lie in the workspace may be run. */
  trusted: boolean;
  platform: NodeJS.Platform;
  home: string;
  isFile(path: string): boolean;
}

export interface Wishes {
  /** The setting `path`: a command, one word an item. */
  path: readonly string[];
  /** The setting `interpreter`: a Python that has the linter installed. */
  interpreter: string;
}

const ENVIRONMENTS = [".venv", "venv", "env"];

/**
 * Return the command of the server: the one that the user names, the interpreter that the user
 * names, the linter of a virtual environment in the workspace, or the one on the PATH.
 */
export function serverCommand(wishes: Wishes, around: Surroundings): Command {
  const words = wishes.path.map((word) => expanded(word, around)).filter((word) => word !== "");
  const [command, ...args] = words;
  if (command !== undefined) {
    return { command, args: [...args, "server"] };
  }
  const interpreter = expanded(wishes.interpreter, around);
  if (interpreter !== "") {
    return { command: interpreter, args: ["-m", "supertokens_lint", "server"] };
  }
  return { command: installed(around) ?? "supertokens-lint", args: ["server"] };
}

/**
 * Return the folder that the server is started in. Python looks for modules there, and Windows for
 * programs: it is a folder of the workspace only where these may be run.
 */
export function startFolder(around: Surroundings): string {
  return (around.trusted ? around.folders[0] : undefined) ?? around.home;
}

/** Return the linter of the first virtual environment in the workspace that has one. */
function installed(around: Surroundings): string | undefined {
  if (!around.trusted) {
    return undefined;
  }
  const rules = pathRules(around);
  const inside = around.platform === "win32" ? ["Scripts", "supertokens-lint.exe"] : ["bin", "supertokens-lint"];
  for (const folder of around.folders) {
    for (const environment of ENVIRONMENTS) {
      const candidate = rules.join(folder, environment, ...inside);
      if (around.isFile(candidate)) {
        return candidate;
      }
    }
  }
  return undefined;
}

function expanded(word: string, around: Surroundings): string {
  const [first] = around.folders;
  let text = word.trim();
  if (text === "~" || text.startsWith("~/") || text.startsWith("~\\")) {
    text = around.home + text.slice(1);
  }
  return first === undefined ? text : text.split("${workspaceFolder}").join(first);
}

function pathRules(around: Surroundings): path.PlatformPath {
  return around.platform === "win32" ? path.win32 : path.posix;
}

/** Return what to tell a user whose server does not start. */
export function advice(tried: Command): string {
  return (
    `supertokens-lint does not start (${[tried.command, ...tried.args].join(" ")}). ` +
    'Install it with: pip install "supertokens-lint[server]", or set supertokens-lint.path.'
  );
}
