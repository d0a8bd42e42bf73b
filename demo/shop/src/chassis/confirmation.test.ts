import { expect, test } from "vitest";
import { Confirmation } from "./confirmation.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A server that answers when it is told to. */
function server(replicas: number) {
  const asked: ((have: number | Error) => void)[] = [];
  let now = 1;
  const wait = () =>
    new Promise<number>((resolve, reject) => {
      asked.push((have) => (have instanceof Error ? reject(have) : resolve(have)));
    });
  const confirmation = new Confirmation(wait, replicas, () => now);
  return { confirmation, asked, pass: (ms: number) => (now += ms) };
}

test("whoever writes while others wait shares the next answer, not theirs", async () => {
  const { confirmation, asked } = server(1);
  const order: string[] = [];
  const first = confirmation.confirm().then(() => order.push("first"));
  await turn();
  const second = confirmation.confirm().then(() => order.push("second"));
  const third = confirmation.confirm().then(() => order.push("third"));
  await turn();
  expect(asked).toHaveLength(1);
  asked[0]?.(1);
  await turn();
  expect(order).toEqual(["first"]);
  expect(asked).toHaveLength(2);
  asked[1]?.(1);
  await Promise.all([first, second, third]);
  expect(order).toEqual(["first", "second", "third"]);
});

test("too few replicas hold nobody up: the write counts, and for a second nobody waits", async () => {
  const { confirmation, asked, pass } = server(1);
  const first = confirmation.confirm();
  await turn();
  asked[0]?.(0);
  await first;
  await confirmation.confirm();
  expect(asked).toHaveLength(1);
  expect(confirmation).toMatchObject({ unconfirmed: 2, isShort: true });
  pass(1_001);
  const later = confirmation.confirm();
  await turn();
  asked[1]?.(1);
  await later;
  expect(confirmation).toMatchObject({ unconfirmed: 0, isShort: false });
});

test("without an answer the write has failed, and the next one asks again", async () => {
  const { confirmation, asked } = server(1);
  const first = confirmation.confirm();
  await turn();
  asked[0]?.(new Error("Connection is closed."));
  await expect(first).rejects.toThrow("closed");
  const second = confirmation.confirm();
  await turn();
  asked[1]?.(1);
  await second;
});
