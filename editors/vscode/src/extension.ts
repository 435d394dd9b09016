import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

import { advice, serverCommand, startFolder, type Command, type Surroundings } from "./command";

const SECTION = "supertokens-lint";
const STARTING = ["path", "interpreter"].map((name) => `${SECTION}.${name}`);

let client: LanguageClient | undefined;
let log: vscode.OutputChannel | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  log = vscode.window.createOutputChannel("SuperTokens Lint");
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand(`${SECTION}.restart`, restart),
    vscode.commands.registerCommand(`${SECTION}.showLog`, () => log?.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (STARTING.some((name) => event.affectsConfiguration(name))) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function start(): Promise<void> {
  const around = surroundings();
  const command = wanted(around);
  const made = new LanguageClient(
    SECTION,
    "SuperTokens Lint",
    { ...command, transport: TransportKind.stdio, options: { cwd: startFolder(around) } },
    {
      // Findings lie in sources, environment files, lockfiles and proxies alike.
      documentSelector: [{ scheme: "file" }],
      initializationOptions: settings(),
      ...(log === undefined ? {} : { outputChannel: log }),
    },
  );
  try {
    await made.start();
    client = made;
  } catch (error) {
    log?.appendLine(String(error));
    await offer(command);
  }
}

async function offer(command: Command): Promise<void> {
  const choice = await vscode.window.showErrorMessage(advice(command), "Show the Log");
  if (choice !== undefined) {
    log?.show();
  }
}

function wanted(around: Surroundings): Command {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  return serverCommand(
    {
      path: configuration.get<string[]>("path", []),
      interpreter: configuration.get<string>("interpreter", ""),
    },
    around,
  );
}

function surroundings(): Surroundings {
  return {
    folders: (vscode.workspace.workspaceFolders ?? [])
      .filter((folder) => folder.uri.scheme === "file")
      .map((folder) => folder.uri.fsPath),
    trusted: vscode.workspace.isTrusted,
    platform: process.platform,
    home: os.homedir(),
    isFile: (path) => fs.statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
  };
}

function settings(): unknown {
  return JSON.parse(JSON.stringify(vscode.workspace.getConfiguration(SECTION)));
}
