import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import { LoggerProvider, type LogRecordExporter, type ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { expect, test } from "vitest";
import { Outbox } from "./outbox.ts";

/** A receiver that answers when it is told to. */
class SlowReceiver implements LogRecordExporter {
  readonly requests: ReadableLogRecord[][] = [];
  #answers: ((result: ExportResult) => void)[] = [];

  export(records: ReadableLogRecord[], answer: (result: ExportResult) => void): void {
    this.requests.push(records);
    this.#answers.push(answer);
  }

  async answer(code: ExportResultCode): Promise<void> {
    this.#answers.shift()?.({ code });
    await new Promise((resolve) => setImmediate(resolve));
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

function sending(limit: number) {
  const receiver = new SlowReceiver();
  const outbox = new Outbox(receiver, limit);
  const logger = new LoggerProvider({ processors: [outbox] }).getLogger("test");
  const say = (...bodies: string[]) => bodies.forEach((body) => logger.emit({ body }));
  const send = async () => {
    outbox.send();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const requests = () => receiver.requests.map((records) => records.map(({ body }) => body));
  return { receiver, outbox, say, send, requests };
}

test("nothing is sent when there is nothing to say", async () => {
  const { send, requests } = sending(10);
  await send();
  expect(requests()).toEqual([]);
});

test("one request is on its way at a time", async () => {
  const { receiver, say, send, requests } = sending(10);
  say("a");
  await send();
  say("b", "c");
  await send();
  expect(requests()).toEqual([["a"]]);
  await receiver.answer(ExportResultCode.SUCCESS);
  await send();
  expect(requests()).toEqual([["a"], ["b", "c"]]);
});

test("what is beyond the bound, or was sent in vain, is dropped and counted", async () => {
  const { receiver, outbox, say, send } = sending(2);
  say("a", "b", "c");
  expect(outbox.dropped).toBe(1);
  await send();
  await receiver.answer(ExportResultCode.FAILED);
  expect(outbox.dropped).toBe(3);
});
