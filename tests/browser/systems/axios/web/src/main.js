import SuperTokens from "supertokens-web-js";
import EmailPassword from "supertokens-web-js/recipe/emailpassword";
import Session from "supertokens-web-js/recipe/session";
import { listOrders, placeOrder } from "./orders.js";

SuperTokens.init({
  appInfo: {
    appName: "Shop",
    apiDomain: "https://api.example.com",
    apiBasePath: "/auth",
  },
  recipeList: [EmailPassword.init(), Session.init()],
});

const formFields = [
  { id: "email", value: "ada@example.com" },
  { id: "password", value: "correct horse 1" },
];

window.shop = {
  signUp: () => EmailPassword.signUp({ formFields }),
  signIn: () => EmailPassword.signIn({ formFields }),
  signOut: () => Session.signOut(),
  signedIn: () => Session.doesSessionExist(),
  listOrders,
  placeOrder,
};
