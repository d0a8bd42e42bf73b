import type { z } from "zod";
import type { listOperations, listServices } from "../api.ts";
import { spanKinds } from "../filter/fields.ts";
import type { Read } from "../reader.ts";
import { gridOf, windowOf } from "../window.ts";
import { redOf } from "./red.ts";
import { namespaces, redByOperation, redByService } from "./store.ts";

const mostSteps = 60;
const leastSeconds = 10;

/** Services with requests in the window, busiest first. */
export async function services(read: Read, input: z.output<typeof listServices.input>, now: number) {
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastSeconds);
  const [rows, namespaceOf] = await Promise.all([redByService(read, window, grid), namespaces(read, window)]);
  const found = [...Map.groupBy(rows, (row) => row.service)].map(([service, own]) => ({
    service,
    namespace: namespaceOf.get(service) ?? "",
    ...redOf(own, window, grid, now),
  }));
  return { ...grid, services: found.toSorted((a, b) => b.requests - a.requests) };
}

/** What one service was asked to do, most frequent first. */
export async function operations(read: Read, input: z.output<typeof listOperations.input>, now: number) {
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastSeconds);
  const rows = await redByOperation(read, input.service, window, grid);
  const byOperation = Map.groupBy(rows, (row) => JSON.stringify([row.name, row.kind]));
  const found = [...byOperation.values()].map((own) => ({
    name: own[0]?.name ?? "",
    kind: spanKinds[own[0]?.kind ?? 0] ?? "unspecified",
    ...redOf(own, window, grid, now),
  }));
  return { ...grid, operations: found.toSorted((a, b) => b.requests - a.requests) };
}
