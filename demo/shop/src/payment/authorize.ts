import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import type { Upstream } from "../chassis/upstream.ts";
import type { Authorization, AuthorizationRequest } from "../card-network/api.ts";

const attempts = 2;

/** Asks the card network, and once more when it fails: a bank out of breath often answers the second time. */
export async function authorize(network: Upstream, request: AuthorizationRequest): Promise<Authorization> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await network.post<Authorization>("/authorizations", request);
    } catch (error) {
      if (!(error instanceof Problem) || error.status < 500 || attempt === attempts) throw error;
      log.warn({ order_id: request.key, attempt, code: error.code }, "card network failed, trying again");
    }
  }
}
