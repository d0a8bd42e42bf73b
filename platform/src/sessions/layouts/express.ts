import { type Layout, nothingTold, textAt, userIn } from "./layout.ts";

/** connect-redis, for express-session and @fastify/session: JSON with the cookie's terms in it. Each visit sets the time to live anew.
 *  Source: https://github.com/tj/connect-redis */
export const express: Layout = {
  name: "connect-redis",
  type: "string",
  prefix: "sess:",
  infix: "",
  read(stored, { userPath, leftMs, now }) {
    if (!Buffer.isBuffer(stored)) return nothingTold;
    let data: unknown;
    try {
      data = JSON.parse(stored.toString("utf8"));
    } catch {
      return nothingTold;
    }
    const lifeMs = Number(textAt(data, "cookie.originalMaxAge") ?? Number.NaN);
    const lastSeenAt = leftMs >= 0 && lifeMs > 0 ? Math.min(now, now - (lifeMs - leftMs)) : null;
    return { user: userIn(data, userPath), createdAt: null, lastSeenAt };
  },
};
