import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { encode, requests } from "@naru/otlp";
import type { Platform } from "@naru/testkit";

const lines = 4;

/** Sends single spans under whatever load there is, four at a time, and asks the API for each until it answers with
 *  it. */
export async function probeVisibility(
  platform: Platform,
  seconds: number,
): Promise<{ p50: number; p99: number }> {
  const until = performance.now() + seconds * 1000;
  const times: number[] = [];
  const line = async () => {
    while (performance.now() < until) times.push(await probe(platform));
  };
  await Promise.all(Array.from({ length: lines }, line));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Milliseconds from the acknowledgement to the first answer that has the span. */
async function probe(platform: Platform): Promise<number> {
  const traceId = randomBytes(16).toString("hex");
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const span = {
    traceId,
    spanId: "1".repeat(16),
    name: "probe",
    startTimeUnixNano: now,
    endTimeUnixNano: now,
  };
  const body = encode(requests.traces, { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  await fetch(`${platform.otlpHttp}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(body),
  });
  const acknowledged = performance.now();
  for (;;) {
    const found = await platform.call(`/api/traces/${traceId}`).then(
      () => true,
      () => false,
    );
    if (found) return performance.now() - acknowledged;
    await sleep(50);
  }
}
