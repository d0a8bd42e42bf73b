/** One of every page, as paths; a trace by its ID. */
export const pages = {
  services: () => "/services",
  service: () => "/services/storefront",
  traces: () => "/traces",
  trace: (purchase: string) => `/traces/${purchase}`,
  "a trace's logs": (purchase: string) => `/traces/${purchase}?view=logs`,
  logs: () => "/logs",
  metrics: () => "/metrics",
  metric: () => "/metrics/http.server.request.duration?by=http.request.method",
  ingest: () => "/ingest",
} as const satisfies Record<string, (purchase: string) => string>;

export const pageNames = Object.keys(pages) as (keyof typeof pages)[];
