import { kinds } from "@naru/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answer, type Fixture, openFixture } from "#kubernetes/fixture.ts";
import type { Operation, OperationInput } from "#kernel/operation.ts";
import { listApdexThresholds, setApdexThreshold } from "../api.ts";
import { apdexThresholds } from "../index.ts";

let fixture: Fixture;
const call = <O extends Operation>(operation: O, input: OperationInput<O>) =>
  answer(apdexThresholds(fixture.kubernetes().objects), operation, input);

beforeAll(async () => {
  fixture = await openFixture();
}, 60_000);
afterAll(() => fixture.close());

test("a service has the usual threshold until it is given one, and again when that is taken away", async () => {
  expect(await call(listApdexThresholds, {})).toMatchObject({ thresholds: {}, usualMs: 500 });
  await call(setApdexThreshold, { service: "cart", ms: 300 });
  await call(setApdexThreshold, { service: "order", ms: 2000 });
  expect((await call(listApdexThresholds, {})).thresholds).toEqual({ cart: 300, order: 2000 });
  await call(setApdexThreshold, { service: "cart", ms: null });
  expect((await call(listApdexThresholds, {})).thresholds).toEqual({ order: 2000 });
});

test("people and Git can write them as well", async () => {
  const kept = await fixture.client.get(kinds.configMaps, { namespace: "default", name: "naru-apdex" });
  expect(kept).toMatchObject({ data: { "thresholds.yaml": "order: 2000\n" } });
});
