import axios from "axios";
import Session from "supertokens-web-js/recipe/session";

const http = axios.create({ baseURL: "https://api.example.com" });

Session.addAxiosInterceptors(http);

async function status(request) {
  try {
    return (await request).status;
  } catch (error) {
    return error.response.status;
  }
}

export const listOrders = () => status(http.get("/orders"));

export const placeOrder = () => status(http.post("/orders"));
