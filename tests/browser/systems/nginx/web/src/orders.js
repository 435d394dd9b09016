export async function listOrders() {
  const response = await fetch("/api/orders");
  return response.status;
}

export async function placeOrder() {
  const response = await fetch("/api/orders", { method: "POST" });
  return response.status;
}
