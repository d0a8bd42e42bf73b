import { log } from "../../../chassis/log.ts";
import { Problem } from "../../../chassis/problem.ts";
import type { Upstream } from "../../../chassis/upstream.ts";

const attempts = 12;

/** Asks again at once when an answer does not come in time, as reading twice does no harm. */
export function persistent(upstream: Upstream): Upstream {
  return { ...upstream, get: (path) => retried(() => upstream.get(path)) };
}

async function retried<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "upstream_timeout" || attempt === attempts)
        throw error;
      log.warn({ attempt, code: error.code }, "no answer in time, asking again");
    }
  }
}
