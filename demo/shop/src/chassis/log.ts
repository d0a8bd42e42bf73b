import { pino } from "pino";
import { currentCaller } from "./caller.ts";
import { env } from "./env.ts";

export const log = pino({
  level: env("LOG_LEVEL", "info"),
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  mixin() {
    const { sessionId, userId } = currentCaller();
    return { ...(sessionId && { "session.id": sessionId }), ...(userId && { "user.id": userId }) };
  },
});
