export function getApiDomain(): string {
  return import.meta.env.VITE_API_URL ?? "http://localhost:8000";
}

export function getWebsiteDomain(): string {
  return import.meta.env.VITE_WEBSITE_URL ?? "http://localhost:3000";
}
