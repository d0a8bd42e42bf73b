import { Duplex } from "node:stream";
import {
  dataFrame,
  type Frame,
  FrameReader,
  longestData,
  pingFrame,
  replyFrame,
  resetFrame,
} from "./spdy-frames.ts";
import { HeaderCodec } from "./spdy-headers.ts";

export interface SpdyOptions {
  /** @returns when there is room for more */
  readonly send: (bytes: Buffer) => Promise<void>;
  /** Told of every stream that the other side opens. */
  readonly onStream: (stream: SpdyStream) => void;
  /** A stream that nobody reads holds up all: what comes waits where it is. */
  readonly onFlow: (mayCome: boolean) => void;
}

const mostStreams = 1_000;

/** The answering side of a SPDY/3.1 connection. */
export class SpdyConnection {
  readonly #options: SpdyOptions;
  readonly #reader = new FrameReader();
  readonly #headers = new HeaderCodec();
  readonly #streams = new Map<number, SpdyStream>();
  readonly #full = new Set<number>();

  constructor(options: SpdyOptions) {
    this.#options = options;
  }

  /** One chunk after the other.
   *  @throws Error when the other side makes no sense */
  async take(chunk: Buffer): Promise<void> {
    for (const frame of this.#reader.take(chunk)) await this.#see(frame);
  }

  close(): void {
    for (const stream of this.#streams.values()) stream.destroy();
    this.#headers.close();
  }

  async #see(frame: Frame): Promise<void> {
    const { send } = this.#options;
    if (frame.is === "open") return this.#open(frame);
    if (frame.is === "headers") return void (await this.#headers.read(frame.headers));
    if (frame.is === "ping") return send(pingFrame(frame.id));
    if (frame.is === "reset") return void this.#streams.get(frame.stream)?.destroy();
    if (frame.is !== "data") return;
    const stream = this.#streams.get(frame.stream);
    if (!stream) return send(resetFrame(frame.stream));
    if (frame.data.length > 0 && !stream.push(frame.data)) this.#flow(frame.stream, false);
    if (frame.isLast) stream.push(null);
  }

  async #open({ stream: id, headers: block, isLast }: Extract<Frame, { is: "open" }>): Promise<void> {
    const headers = await this.#headers.read(block);
    const { send, onStream } = this.#options;
    if (this.#streams.size >= mostStreams || this.#streams.has(id)) return send(resetFrame(id));
    const stream = new SpdyStream(id, headers, send, () => this.#flow(id, true));
    stream.once("close", () => {
      this.#streams.delete(id);
      this.#flow(id, true);
    });
    this.#streams.set(id, stream);
    await send(replyFrame(id, await this.#headers.write(new Map())));
    if (isLast) stream.push(null);
    onStream(stream);
  }

  #flow(id: number, hasRoom: boolean): void {
    if (hasRoom) this.#full.delete(id);
    else this.#full.add(id);
    this.#options.onFlow(this.#full.size === 0);
  }
}

async function settled(work: Promise<void>, done: (error?: Error) => void): Promise<void> {
  const failure = await work.then(
    () => undefined,
    (error: Error) => error,
  );
  done(failure);
}

/** One stream of a connection, in both directions. */
export class SpdyStream extends Duplex {
  readonly headers: ReadonlyMap<string, string>;
  readonly #id: number;
  readonly #send: SpdyOptions["send"];
  readonly #onRead: () => void;

  constructor(
    id: number,
    headers: ReadonlyMap<string, string>,
    send: SpdyOptions["send"],
    onRead: () => void,
  ) {
    super({ allowHalfOpen: true });
    this.#id = id;
    this.headers = headers;
    this.#send = send;
    this.#onRead = onRead;
  }

  override _read(): void {
    this.#onRead();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
    void settled(this.#sendAll(chunk), done);
  }

  override _final(done: (error?: Error) => void): void {
    void settled(this.#send(dataFrame(this.#id, Buffer.alloc(0), true)), done);
  }

  async #sendAll(chunk: Buffer): Promise<void> {
    for (let start = 0; start < chunk.length; start += longestData)
      await this.#send(dataFrame(this.#id, chunk.subarray(start, start + longestData), false));
  }
}
