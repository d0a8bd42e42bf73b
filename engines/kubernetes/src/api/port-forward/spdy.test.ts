import { constants, createDeflate } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SpdyConnection, type SpdyStream } from "./spdy-connection.ts";
import { spdyDictionary } from "./spdy-dictionary.ts";
import { dataFrame, FrameReader, pingFrame, resetFrame } from "./spdy-frames.ts";
import { HeaderCodec } from "./spdy-headers.ts";

/** What a client sends to open a stream. */
function openFrame(stream: number, block: Buffer): Buffer {
  const body = Buffer.alloc(10 + block.length);
  body.writeUInt32BE(stream, 0);
  block.copy(body, 10);
  const head = Buffer.from([0x80, 3, 0, 1, 0, 0, 0, 0]);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

function talk(onStream: (stream: SpdyStream) => void = () => {}) {
  const sent: Buffer[] = [];
  const flow: boolean[] = [];
  const send = (bytes: Buffer) => Promise.resolve(void sent.push(bytes));
  const connection = new SpdyConnection({ send, onStream, onFlow: (mayCome) => void flow.push(mayCome) });
  return { connection, sent, flow };
}

test("the dictionary is the one that all others have", () => {
  const stream = createDeflate({ dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH });
  stream.end("x");
  return new Promise<void>((resolve) =>
    stream.once("data", (bytes: Buffer) => {
      expect(bytes.subarray(2, 6).toString("hex")).toBe("e3c6a7c2");
      resolve();
    }),
  );
});

test("headers are read as they were written, one block after the other", async () => {
  const header = fc.tuple(fc.stringMatching(/^[a-z-]{1,20}$/), fc.string({ maxLength: 50 }));
  const blocks = fc.array(fc.uniqueArray(header, { selector: ([name]) => name, maxLength: 5 }), {
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(blocks, async (all) => {
      const [writer, reader] = [new HeaderCodec(), new HeaderCodec()];
      for (const block of all)
        expect([...(await reader.read(await writer.write(new Map(block))))]).toEqual(block);
      for (const codec of [writer, reader]) codec.close();
    }),
    { numRuns: 30 },
  );
});

test("frames are the same however they are cut", () => {
  const whole = Buffer.concat([
    dataFrame(1, Buffer.from("hello"), false),
    pingFrame(Buffer.from([0, 0, 0, 1])),
    resetFrame(1),
    dataFrame(3, Buffer.alloc(0), true),
  ]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: whole.length }), { maxLength: 9 }), (cuts) => {
      const reader = new FrameReader();
      const places = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const frames = places.slice(1).flatMap((end, i) => [...reader.take(whole.subarray(places[i], end))]);
      expect(frames.map(({ is }) => is)).toEqual(["data", "ping", "reset", "data"]);
    }),
  );
});

test("whatever comes is understood or refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const { connection } = talk();
      await connection
        .take(Buffer.from(bytes))
        .catch((error: unknown) => expect(error).toBeInstanceOf(Error));
      connection.close();
    }),
  );
});

test("a stream carries what is said in both directions, and ends by halves", async () => {
  let stream: SpdyStream | undefined;
  const { connection, sent } = talk((opened) => (stream = opened));
  const client = new HeaderCodec();
  await connection.take(openFrame(1, await client.write(new Map([["port", "80"]]))));
  expect([stream?.headers.get("port"), sent[0]?.readUInt32BE(0).toString(16)]).toEqual(["80", "80030002"]);
  await connection.take(dataFrame(1, Buffer.from("ask"), true));
  expect(await stream?.toArray()).toEqual([Buffer.from("ask")]);
  stream?.end("answer");
  await new Promise((resolve) => setImmediate(resolve));
  expect([...new FrameReader().take(Buffer.concat(sent.slice(1)))]).toEqual([
    { is: "data", stream: 1, data: Buffer.from("answer"), isLast: false },
    { is: "data", stream: 1, data: Buffer.alloc(0), isLast: true },
  ]);
  client.close();
});

test("what nobody reads is not asked for, and data of no stream is refused", async () => {
  let stream: SpdyStream | undefined;
  const { connection, flow, sent } = talk((opened) => (stream = opened));
  const client = new HeaderCodec();
  await connection.take(openFrame(1, await client.write(new Map())));
  for (let i = 0; i < 4; i++) await connection.take(dataFrame(1, Buffer.alloc(30_000), false));
  expect(flow.at(-1)).toBe(false);
  stream?.resume();
  await new Promise((resolve) => setImmediate(resolve));
  expect(flow.at(-1)).toBe(true);
  await connection.take(dataFrame(7, Buffer.from("x"), false));
  expect(sent.at(-1)?.equals(resetFrame(7))).toBe(true);
  client.close();
});
