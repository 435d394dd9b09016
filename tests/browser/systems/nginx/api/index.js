import express from "express";
import supertokens from "supertokens-node";
import { errorHandler, middleware } from "supertokens-node/framework/express/index.js";
import EmailPassword from "supertokens-node/recipe/emailpassword/index.js";
import Session from "supertokens-node/recipe/session/index.js";
import { verifySession } from "supertokens-node/recipe/session/framework/express/index.js";

supertokens.init({
  framework: "express",
  supertokens: { connectionURI: process.env.SUPERTOKENS_CORE },
  appInfo: {
    appName: "Shop",
    apiDomain: "http://localhost:8080",
    websiteDomain: "http://localhost:8080",
    apiGatewayPath: "/api",
    apiBasePath: "/auth",
  },
  recipeList: [EmailPassword.init(), Session.init()],
  telemetry: false,
});

const app = express();

app.use(middleware());

app.get("/orders", verifySession(), (req, res) => {
  res.json({ owner: req.session.getUserId(), orders: [] });
});

app.post("/orders", verifySession(), (req, res) => {
  res.json({ owner: req.session.getUserId() });
});

app.use(errorHandler());

const server = app.listen(process.env.PORT, () => {
  console.log(`listening on port ${server.address().port}`);
});
