import type { z } from "zod";
import { gridOf, type Read, windowOf } from "#telemetry/query/index.ts";
import { groupsOf } from "../rollups/figures.ts";
import { callCategory, type topCalls } from "./api.ts";
import { callsIn } from "./store.ts";

const mostSteps = 60;
const leastStepSeconds = 60;

export async function calls(read: Read, input: z.output<typeof topCalls.input>, now: number) {
  const { service, order, limit } = input;
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const rows = await callsIn(read, window, grid, service, { order, limit });
  const found = groupsOf(
    rows,
    { window, grid, now, order },
    ({ service, category, system, peer, target }) =>
      JSON.stringify([service, category, system, peer, target]),
    ({ service, category, system, peer, target }) => ({
      service,
      category: callCategory.catch("other").parse(category),
      system,
      peer,
      target,
    }),
  );
  return { ...grid, calls: found };
}
