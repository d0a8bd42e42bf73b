import type { z } from "zod";
import { gridOf, type Read, spanKindOf, windowOf } from "#telemetry/query/index.ts";
import { groupsOf } from "../rollups/figures.ts";
import type { topRoutes, topUrls } from "./api.ts";
import { routesIn, urlsIn } from "./store.ts";

const mostSteps = 60;
const leastStepSeconds = 10;

export async function routes(read: Read, input: z.output<typeof topRoutes.input>, now: number) {
  const { service, order, limit } = input;
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const rows = await routesIn(read, window, grid, service, { order, limit });
  const found = groupsOf(
    rows,
    { window, grid, now, order },
    ({ service, name, kind }) => JSON.stringify([service, name, kind]),
    ({ service, name, kind }) => ({ service, name, kind: spanKindOf(kind) }),
  );
  return { ...grid, routes: found };
}

export async function urls(read: Read, input: z.output<typeof topUrls.input>, now: number) {
  const rows = await urlsIn(read, windowOf(input, now), input.service, input.limit);
  return {
    urls: rows.map(({ service, url, requests, errors, p95 }) => ({
      service,
      url,
      requests: Number(requests),
      errors: Number(errors),
      p95Nano: p95,
    })),
  };
}
