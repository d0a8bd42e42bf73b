import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { upstream } from "../chassis/upstream.ts";
import { portOf } from "../port.ts";
import { authorize } from "./authorize.ts";

const request = { key: "7f3c", amount: 1000, card: "tok_visa_4242" };

/** A card network that answers with the given statuses, one after the other. */
async function networkAnswering(...statuses: number[]) {
  let asked = 0;
  const server = createServer((_request, response) => {
    const status = statuses[asked++] ?? 500;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 201 ? { code: "A1" } : { code: `status_${status}`, detail: "" }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  return { network: upstream("card-network", `http://127.0.0.1:${portOf(server)}`), asked: () => asked };
}

test("a network that fails once is asked again", async () => {
  const { network, asked } = await networkAnswering(504, 201);
  expect(await authorize(network, request)).toEqual({ code: "A1" });
  expect(asked()).toBe(2);
});

test("a network that fails twice fails the payment", async () => {
  const { network, asked } = await networkAnswering(504, 503);
  await expect(authorize(network, request)).rejects.toMatchObject({ status: 502, code: "upstream_failed" });
  expect(asked()).toBe(2);
});

test("a declined card is not asked about again", async () => {
  const { network, asked } = await networkAnswering(402);
  await expect(authorize(network, request)).rejects.toMatchObject({ status: 402 });
  expect(asked()).toBe(1);
});
