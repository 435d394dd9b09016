const API = "https://api.example.com";

export async function listOrders() {
  const response = await fetch(`${API}/orders`);
  return response.status;
}

export async function placeOrder() {
  const response = await fetch(`${API}/orders`, { method: "POST" });
  return response.status;
}
