import { setTimeout as sleep } from "node:timers/promises";
import { env } from "../chassis/env.ts";
import { Problem } from "../chassis/problem.ts";
import { serve } from "../chassis/serve.ts";
import { logNormal, randomFrom } from "../random.ts";
import { type AuthorizationRequest, cards } from "./api.ts";
import { fine, readConditions } from "./conditions.ts";

const random = randomFrom(env("SHOP_SEED", "1"), "card-network");
const timeoutShare = 0.003;
let conditions = fine;

/** The outside party: a bank with its own latency, its own limits and its own bad moments. */
serve({
  routes(app) {
    app.put("/conditions", ({ body }, response) => {
      conditions = readConditions(body);
      response.json(conditions);
    });

    app.post("/authorizations", async (request, response) => {
      const { card }: AuthorizationRequest = request.body;
      if (conditions.refusing > 0 && random() < conditions.refusing) {
        throw new Problem(503, "network_unavailable", "the card network takes no requests");
      }
      if (random() < timeoutShare) {
        await sleep(3000);
        throw new Problem(504, "issuer_timeout", "the issuer did not answer");
      }
      await sleep(Math.min(logNormal(random, 70, 0.5), 1200) * conditions.slowdown);
      if (card === cards.declined) {
        throw new Problem(402, "card_declined", "the issuer declined the card");
      }
      response.status(201).json({
        code: `A${Math.floor(random() * 1e9)
          .toString(36)
          .toUpperCase()}`,
      });
    });
  },
});
