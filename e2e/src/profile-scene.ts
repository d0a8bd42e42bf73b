import { encode, httpPaths, requests, type Signal } from "@naru/otlp";
import { profiles, span, trace } from "@naru/testkit";

const traceId = "1e".repeat(16);
const spanId = "2f".repeat(8);
/** A span that samples name. */
export const profiledSpan = `${traceId}/${spanId}`;

const main = { function: "main", file: "/app/main.ts", line: 3 };
const sort = { function: "sortShips", file: "/app/sort.ts", line: 21 };
const compare = { function: "compareShips", file: "/app/sort.ts", line: 40 };
const read = { function: "readChart", file: "/app/chart.ts", line: 8 };

/** Two versions of a program, the second of which sorts for three times as long; and one span of it. */
export async function sendProfiles(endpoint: string): Promise<void> {
  const link = { traceId, spanId };
  const of = (version: string, sorting: bigint) =>
    profiles(
      [
        {
          samples: [
            { stack: [compare, sort, main], values: [sorting], link },
            { stack: [sort, main], values: [10_000_000n] },
            { stack: [read, main], values: [60_000_000n] },
          ],
        },
      ],
      { service: "lighthouse", resource: { "service.version": version } },
    );
  await send(endpoint, "profiles", of("1.0", 30_000_000n));
  await send(endpoint, "profiles", of("2.0", 90_000_000n));
  const shown = span({ traceId, spanId, name: "GET /ships", kind: 2, durationNano: 40_000_000n });
  await send(endpoint, "traces", trace([shown], { service: "lighthouse" }));
}

async function send(endpoint: string, signal: Signal, request: object): Promise<void> {
  const answer = await fetch(endpoint + httpPaths[signal], {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(encode(requests[signal], request)),
  });
  if (!answer.ok) throw new Error(`The platform answered ${answer.status} to ${signal}.`);
}
