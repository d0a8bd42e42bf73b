import type { z } from "zod";
import type { Read } from "#telemetry/query/index.ts";
import { NaruError } from "#kernel/errors.ts";
import type { AlertEngine } from "../engine.ts";
import { lastOutcomes, type StoredAlert } from "../history/store.ts";
import { messageOf } from "../notify/message.ts";
import type { Integration } from "../routing/receiver.ts";
import type { listReceivers, testReceiver } from "./api.ts";
import { DeliveryError } from "./delivery.ts";

export async function receiverList(
  engine: AlertEngine,
  read: Read,
): Promise<z.output<typeof listReceivers.output>> {
  const last = new Map((await lastOutcomes(read)).map((row) => [row.integration, row]));
  return {
    receivers: engine.integrations().map(({ config, integration }) => {
      const row = last.get(integration.key);
      const failing = engine.failingOf(integration.key);
      return {
        key: integration.key,
        cluster: config.cluster,
        namespace: config.namespace,
        config: config.name,
        name: integration.receiver,
        kind: integration.kind,
        target: targetOf(integration),
        sendResolved: integration.sendResolved,
        last: failing
          ? { ...failing, isSent: false }
          : row
            ? { time: row.time, isSent: row.phase === "sent", attempts: row.attempts, error: row.error }
            : null,
      };
    }),
    problems: engine.problems("AlertmanagerConfig"),
  };
}

/** Paths of webhooks often are secrets: of an address only the host is told. */
function targetOf(integration: Integration): string {
  switch (integration.kind) {
    case "webhook": {
      const { url, urlSecret } = integration.settings;
      return url !== undefined && !urlSecret ? new URL(url).host : `Secret ${urlSecret?.name ?? ""}`;
    }
    case "slack":
      return integration.settings.channel ?? `Secret ${integration.settings.apiURL.name}`;
    case "email":
      return integration.settings.to;
  }
}

/** Sends at once, without retries and without noting it as told.
 *  @throws NaruError NOT_FOUND */
export async function receiverTest(
  engine: AlertEngine,
  { key }: z.output<typeof testReceiver.input>,
  now: number,
  externalUrl: string,
  signal: AbortSignal,
): Promise<z.output<typeof testReceiver.output>> {
  const found = engine.integrations().find(({ integration }) => integration.key === key);
  if (!found)
    throw new NaruError("NOT_FOUND", "There is no such receiver.", {
      help: "alerts.listReceivers names them.",
    });
  const labels = { alertname: "NaruTest", severity: "info" };
  const alert: StoredAlert = {
    fingerprint: "0000000000000000",
    cluster: found.config.cluster,
    rule: "",
    name: "NaruTest",
    labels,
    annotations: { summary: "This is a test of the receiver. Nothing is wrong." },
    state: "firing",
    value: 1,
    time: now,
    activeAt: now,
    firedAt: now,
    resolvedAt: 0,
    keptSince: 0,
  };
  const message = messageOf([alert], {
    groupKey: `test/${key}`,
    groupLabels: { alertname: "NaruTest" },
    receiver: found.integration.receiver,
    externalUrl,
  });
  const started = performance.now();
  try {
    await engine.deliver(found.integration, message, crypto.randomUUID(), signal);
    return { isSent: true, error: "", tookMs: performance.now() - started };
  } catch (cause) {
    if (!(cause instanceof DeliveryError)) throw cause;
    return { isSent: false, error: cause.message, tookMs: performance.now() - started };
  }
}
