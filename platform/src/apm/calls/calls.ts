import type { z } from "zod";
import { gridOf, type Read, windowOf } from "#telemetry/query/index.ts";
import { answeredSample } from "../map/answered.ts";
import { calleesOf } from "../map/callees.ts";
import { mayReachService } from "../map/edges.ts";
import { filterOf } from "../map/filter.ts";
import { placeOf, placeOfService } from "../map/peers.ts";
import { groupsOf } from "../rollups/figures.ts";
import { callCategory, type topCalls } from "./api.ts";
import { callsIn } from "./store.ts";

const mostSteps = 60;
const leastStepSeconds = 60;
/** Of these, who answered is read in a tenth of a second. */
const mostSpans = 100_000;

export async function calls(read: Read, input: z.output<typeof topCalls.input>, now: number) {
  const { service, order, limit } = input;
  const window = windowOf(input, now);
  const grid = gridOf(window, mostSteps, leastStepSeconds);
  const [rows, { answered }] = await Promise.all([
    callsIn(read, window, grid, service, { order, limit }),
    answeredSample(read, window, [], mostSpans),
  ]);
  const calleeOf = calleesOf(answered, []);
  const found = groupsOf(
    rows,
    { window, grid, now, order },
    ({ service, category, system, peer, target }) =>
      JSON.stringify([service, category, system, peer, target]),
    ({ service, category: told, system, peer, target }) => {
      const category = callCategory.catch("other").parse(told);
      const to = placeOf({ category, system, peer, target });
      const filter = filterOf(category, placeOfService(service), to, peer === "" ? [] : [peer]);
      const callee = (mayReachService({ category }) && calleeOf(service, peer)) || "";
      return { service, category, system, peer, target, callee, filter };
    },
  );
  return { ...grid, calls: found };
}
