import type { Queryable } from "../chassis/database.ts";
import { log } from "../chassis/log.ts";
import type { Upstream } from "../chassis/upstream.ts";
import type { NotificationRequest } from "../notification/api.ts";

export interface Outbox {
  /** Sends right away without holding up the caller, and in the caller's trace. */
  sendSoon(entry: NotificationRequest): void;
  /** Sends what a crash or an absent receiver has left behind. */
  sendLeftBehind(): Promise<void>;
  /** Resolves when nothing is on its way. */
  idle(): Promise<unknown>;
}

export function outbox(database: Queryable, notification: Upstream): Outbox {
  const onTheWay = new Set<Promise<void>>();

  async function send(entry: NotificationRequest): Promise<void> {
    await notification.post("/notifications", entry);
    await database.query("DELETE FROM outbox WHERE order_id = $1", [entry.orderId]);
  }

  return {
    sendSoon(entry) {
      const sending = send(entry)
        .catch((err: unknown) =>
          log.warn({ err, order_id: entry.orderId }, "notification stays in the outbox"),
        )
        .finally(() => onTheWay.delete(sending));
      onTheWay.add(sending);
    },
    async sendLeftBehind() {
      const { rows } = await database.query<{ notification: NotificationRequest }>(
        "SELECT notification FROM outbox WHERE written_at < now() - interval '15 s' ORDER BY written_at LIMIT 50",
      );
      for (const { notification: entry } of rows) await send(entry);
    },
    idle: () => Promise.all(onTheWay),
  };
}
