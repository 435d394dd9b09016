// Answers questions about the real SDKs: one JSON line in, one out.
// In: [sdk folder, question, argument]. Out: ["ok", answer] or ["error", message].
"use strict";

const readline = require("node:readline");

const build = (folder) => `./node_modules/${folder}/lib/build/`;

function normalisers(folder) {
  const shared = folder === "supertokens-web-js";
  const base = shared ? "supertokens-web-js/utils/" : build(folder);
  return {
    Domain: require(`${base}normalisedURLDomain`).default,
    Path: require(`${base}normalisedURLPath`).default,
  };
}

const text = (normalised) => normalised.getAsStringDangerous();

function website(folder) {
  const utils = require(`${build(folder)}utils`);
  let judge = utils.shouldDoInterceptionBasedOnUrl;
  if (judge === undefined) {
    const events = { preAPIHook: async () => {}, postAPIHook: async () => {}, onHandleEvent() {} };
    judge = require(`${build(folder)}recipeImplementation`).default(events).shouldDoInterceptionBasedOnUrl;
  }
  return { scope: utils.normaliseSessionScopeOrThrowError, judge };
}

function intercepts(folder, [url, apiDomain, backendDomain, pageOrigin]) {
  const { Domain } = normalisers(folder);
  const { scope, judge } = website(folder);
  const api = text(new Domain(apiDomain));
  const backend = backendDomain === null ? undefined : scope(backendDomain);
  try {
    return judge(url, api, backend);
  } catch (error) {
    if (error.message !== "Please provide a valid domain name") {
      throw error;
    }
    return judge(pageOrigin, api, backend);
  }
}

function given(options) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
}

function session(folder, { appInfo, options }) {
  const utils = require(`${build(folder)}utils`);
  const { validateAndNormaliseUserInput } = require(`${build(folder)}recipe/session/utils`);
  const info = utils.normaliseInputAppInfoOrThrowError({ appName: "x", ...given(appInfo) });
  const config = validateAndNormaliseUserInput({}, info, given(options));
  const csrf = config.antiCsrfFunctionOrString ?? config.antiCsrf;
  return {
    basePath: text(info.apiBasePath),
    secure: config.cookieSecure,
    refreshPath: text(config.refreshTokenPath),
    sameSite: config.getCookieSameSite ? config.getCookieSameSite({}) : config.cookieSameSite,
    antiCsrf: typeof csrf === "function" ? csrf({}) : csrf,
  };
}

const QUESTIONS = {
  domain: (folder, value) => text(new (normalisers(folder).Domain)(value)),
  path: (folder, value) => text(new (normalisers(folder).Path)(value)),
  appended: (folder, [first, second]) => {
    const { Path } = normalisers(folder);
    return text(new Path(first).appendPath(new Path(second)));
  },
  scope: (folder, value) =>
    folder.startsWith("website")
      ? website(folder).scope(value)
      : require(`${build(folder)}recipe/session/utils`).normaliseSessionScopeOrThrowError(value),
  site: (folder, value) => {
    const name = "getTopLevelDomainForSameSiteResolution";
    const found = require(`${build(folder)}utils`)[name] ?? require(`${build(folder)}recipe/session/utils`)[name];
    return found(value) ?? null;
  },
  intercepts,
  session,
  reactAppInfo: (folder, appInfo) => {
    const info = require(`${build(folder)}utils`).normaliseInputAppInfoOrThrowError({ appName: "x", ...given(appInfo) });
    return Object.fromEntries(
      ["apiDomain", "websiteDomain", "apiBasePath", "websiteBasePath"].map((key) => [key, text(info[key])]),
    );
  },
  corsHeaders: (folder) => {
    const supertokens = require(folder);
    supertokens.init({
      framework: "express",
      supertokens: { connectionURI: "http://localhost:1" },
      appInfo: { appName: "x", apiDomain: "http://localhost:2", websiteDomain: "http://localhost:3" },
      recipeList: [require(`${folder}/recipe/session`).init()],
    });
    return supertokens.getAllCORSHeaders();
  },
};

function answer(line) {
  const [folder, question, argument] = JSON.parse(line);
  try {
    return ["ok", QUESTIONS[question](folder, argument)];
  } catch (error) {
    return ["error", String(error.message)];
  }
}

console.log = console.error;
readline
  .createInterface({ input: process.stdin })
  .on("line", (line) => process.stdout.write(`${JSON.stringify(answer(line))}\n`));
