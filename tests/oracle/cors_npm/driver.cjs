// Sends requests to small applications with real CORS libraries: one JSON line in, one out.
// In: { library, folder, options, request: { method, headers } }.
// Out: { status, headers }, with several lines of one header joined by ", " as browsers do.
"use strict";

const http = require("node:http");
const readline = require("node:readline");

const EXPOSE = "Access-Control-Expose-Headers";
const OWN = "front-token";

// What setHeader of supertokens-node does: add to what is there unless the text holds it.
function extended(existing) {
  if (existing === undefined || existing === null || existing === "") {
    return OWN;
  }
  return String(existing).includes(OWN) ? String(existing) : `${existing}, ${OWN}`;
}

function listening(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function express({ options }) {
  const app = require("express")();
  app.use(require("cors")(options));
  app.all("/", (request, response) => {
    response.set(EXPOSE, extended(response.get(EXPOSE)));
    response.send("ok");
  });
  const server = await listening(http.createServer(app));
  return { port: server.address().port, close: () => server.close() };
}

async function koa({ folder, options }) {
  const app = new (require("koa"))();
  app.use(require(folder)(options));
  app.use((context) => {
    context.set(EXPOSE, extended(context.response.get(EXPOSE)));
    context.body = "ok";
  });
  const server = await listening(http.createServer(app.callback()));
  return { port: server.address().port, close: () => server.close() };
}

async function fastify({ folder, options }) {
  const app = require("fastify")();
  await app.register(require(folder), options);
  app.route({
    method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    url: "/",
    handler: (request, reply) => {
      reply.header(EXPOSE, extended(reply.getHeader(EXPOSE)));
      return reply.send("ok");
    },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, close: () => app.close() };
}

async function hapi({ options }) {
  const server = require("@hapi/hapi").server({ port: 0, host: "127.0.0.1", routes: { cors: options } });
  server.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    path: "/",
    handler: (request, h) => h.response("ok").header(EXPOSE, OWN, { append: true, separator: "," }),
  });
  await server.start();
  return { port: server.info.port, close: () => server.stop() };
}

async function hono({ options }) {
  const { Hono } = require("hono");
  const { cors } = require("hono/cors");
  const app = new Hono();
  app.use("*", cors(options));
  app.all("/", () => new Response("ok", { headers: { [EXPOSE]: OWN } }));
  const { createAdaptorServer } = require("@hono/node-server");
  const server = await listening(createAdaptorServer({ fetch: app.fetch }));
  return { port: server.address().port, close: () => server.close() };
}

const APPS = { cors: express, "@koa/cors": koa, "@fastify/cors": fastify, hapi, hono };

function sent(port, { method, headers }) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, method, path: "/", headers }, (response) => {
      response.resume();
      response.on("end", () => {
        const joined = {};
        for (let index = 0; index < response.rawHeaders.length; index += 2) {
          const name = response.rawHeaders[index].toLowerCase();
          const value = response.rawHeaders[index + 1];
          joined[name] = name in joined ? `${joined[name]}, ${value}` : value;
        }
        resolve({ status: response.statusCode, headers: joined });
      });
    });
    request.on("error", reject);
    request.end();
  });
}

async function answer(line) {
  const question = JSON.parse(line);
  const app = await APPS[question.library](question);
  try {
    return await Promise.all(question.requests.map((request) => sent(app.port, request)));
  } finally {
    await app.close();
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
  }
}

main();
