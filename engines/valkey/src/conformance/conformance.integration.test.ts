import { realValkey, type RealValkey, startRealValkey } from "@naru/testkit/valkey";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Case, readCases, type Step } from "./cases.ts";
import { TextClient } from "./client.ts";
import { startValkey } from "../valkey.ts";

/** How long a reply may take, and how long one that must not come is waited for. */
const patienceMs = 2000;
const silenceMs = 60;

type Protocol = 2 | 3;

/** Versions word these differently; the code is what counts. */
const onlyCode = /^-(NOPERM) .*$/;

async function answer(clients: Map<string, TextClient>, step: Step, protocol: Protocol, port: number) {
  let client = clients.get(step.client);
  if (!client) {
    client = await TextClient.open(port);
    clients.set(step.client, client);
    if (protocol === 3) await client.call("HELLO", "3");
  }
  if (step.command) client.send(step.command, step.group);
  const waits = step.expected[protocol] === "(waits)";
  const reply = await client.next(waits ? silenceMs : patienceMs);
  return (reply ?? "(waits)").replace(onlyCode, "-$1");
}

async function run({ steps }: Case, protocol: Protocol, port: number): Promise<void> {
  const clients = new Map<string, TextClient>();
  const admin = await TextClient.open(port);
  await admin.call("FLUSHALL");
  await admin.call("CONFIG", "SET", "notify-keyspace-events", "", "maxmemory", "0");
  admin.close();
  try {
    for (const [place, step] of steps.entries()) {
      const reply = await answer(clients, step, protocol, port);
      expect({ place, sent: step.command, reply }).toEqual({
        place,
        sent: step.command,
        reply: step.expected[protocol],
      });
    }
  } finally {
    for (const client of clients.values()) client.close();
  }
}

const families = readCases();

function specify(start: () => Promise<RealValkey>): void {
  let server: RealValkey;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());
  for (const { family, cases } of families) {
    for (const protocol of [2, 3] as const) {
      describe(`${family}, RESP${protocol}`, () => {
        test.each(cases)("$name", (each) => run(each, protocol, server.port));
      });
    }
  }
}

describe("the embedded server", () => specify(startValkey));

describe.skipIf(!realValkey)(
  realValkey ? `a real server (${realValkey})` : "a real server, which is not on this machine",
  () => specify(() => startRealValkey()),
);
