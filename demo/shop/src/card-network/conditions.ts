import { Problem } from "../chassis/problem.ts";

/** How the network does today. As sandboxes of banks have it, whoever tries something out can ask for a bad day. */
export interface Conditions {
  /** Every answer takes this many times as long. */
  slowdown: number;
  /** Share of requests that are refused, 0 to 1. */
  refusing: number;
}

export const fine: Conditions = { slowdown: 1, refusing: 0 };

const longest = 100;

/** @throws Problem when a value is out of bounds */
export function readConditions(body: unknown): Conditions {
  const { slowdown, refusing } = { ...fine, ...(body as Partial<Conditions>) };
  if (!(slowdown >= 1 && slowdown <= longest && refusing >= 0 && refusing <= 1)) {
    throw new Problem(400, "conditions_invalid", `slowdown is 1 to ${longest}, refusing 0 to 1`);
  }
  return { slowdown, refusing };
}
