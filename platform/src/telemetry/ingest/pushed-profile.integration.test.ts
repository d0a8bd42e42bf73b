import { gzipSync, zstdCompressSync } from "node:zlib";
import { encode, httpPaths, requests } from "@naru/otlp";
import { encodePprof } from "@naru/otlp/oracle";
import { eventually, type Platform, profiles, startPlatform } from "@naru/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ingestToken = "a token";
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ settings: { NARU_INGEST_TOKEN: ingestToken } });
});
afterAll(() => platform.stop());

const json = "application/json";
const send = (body: Uint8Array | string, { type = "application/x-protobuf", encoding = "identity" } = {}) =>
  fetch(platform.otlpHttp + httpPaths.profiles, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: { authorization: `Bearer ${ingestToken}`, "content-type": type, "content-encoding": encoding },
  });
const isSampled = (service: string, type = "cpu") =>
  eventually(async () => {
    const rows = await platform.query(
      `SELECT toInt32(sum(value)) AS value FROM profile_samples WHERE service = '${service}' AND type = '${type}'`,
    );
    if ((rows[0] as { value: number }).value !== 7) throw new Error(`no sample of ${service} yet`);
  });
const ofService = (service: string) =>
  profiles([{ samples: [{ stack: [{ function: "f" }], values: [7n] }] }], { service });
const pprof = encodePprof({
  stringTable: ["", "cpu", "nanoseconds", "contentions", "count"],
  sampleType: [
    { type: 1, unit: 2 },
    { type: 3, unit: 4 },
  ],
  sample: [{ value: [7, 7] }],
});
const form = (parts: Readonly<Record<string, Uint8Array | string>>) => {
  const made = new FormData();
  for (const [name, part] of Object.entries(parts))
    made.append(name, new Blob([new Uint8Array(Buffer.from(part))]), name);
  return made;
};
const push = (query: string, body: BodyInit, authorization = `Bearer ${ingestToken}`) =>
  fetch(`${platform.otlpHttp}/ingest?${query}`, { method: "POST", body, headers: { authorization } });

describe("a profile", () => {
  test.each([
    ["in protobuf", (name: string) => send(new Uint8Array(encode(requests.profiles, ofService(name))), {})],
    ["in JSON", (name: string) => send(JSON.stringify(ofService(name)), { type: json })],
    [
      "with zstd",
      (name: string) =>
        send(zstdCompressSync(encode(requests.profiles, ofService(name))), {
          encoding: "zstd",
        }),
    ],
    ["pushed as pprof", (name: string) => push(`name=${name}&format=pprof`, new Uint8Array(pprof))],
    ["pushed as pprof with gzip", (name: string) => push(`name=${name}`, new Uint8Array(gzipSync(pprof)))],
    [
      "pushed in a form, with labels and times",
      (name: string) =>
        push(
          `name=${encodeURIComponent(`${name}{pod="cart-1",region=eu}`)}&from=${Date.now() - 1000}&until=${Date.now()}&spyName=gospy`,
          form({ profile: gzipSync(pprof), sample_type_config: "{}" }),
        ),
    ],
  ])("%s is taken", async (name, run) => {
    const answer = await run(name);
    expect([answer.status, await answer.text()]).toEqual([200, name === "in JSON" ? "{}" : ""]);
    await isSampled(name);
  });

  test("of contended locks is told from one of blocking by the name that the pusher gives", async () => {
    const config = '{"contentions":{"display-name":"mutex_count","units":"lock_samples"}}';
    expect((await push("name=locks", form({ profile: pprof, sample_type_config: config }))).status).toBe(200);
    await isSampled("locks", "mutex_count");
  });

  test.each<[string, string, BodyInit, string | undefined, number, RegExp]>([
    ["in another format", "name=a&format=jfr", "x", undefined, 415, /"jfr" can't be read/],
    ["without a name", "format=pprof", new Uint8Array(pprof), undefined, 400, /name of the application/],
    ["that is no pprof", "name=a&format=pprof", "main;f 12\n", undefined, 400, /can't be read as pprof/],
    ["in a form without a profile", "name=a", form({ jfr: "x" }), undefined, 415, /no part named profile/],
    [
      "from long ago",
      "name=a&from=1000000000&until=1000000010",
      new Uint8Array(pprof),
      undefined,
      400,
      /older than the retention/,
    ],
    ["without the token", "name=a", new Uint8Array(pprof), "", 401, /NARU_INGEST_TOKEN/],
  ])("pushed %s is refused in words", async (_, query, body, authorization, status, message) => {
    const answer = await push(query, body, authorization);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(message);
  });
});
