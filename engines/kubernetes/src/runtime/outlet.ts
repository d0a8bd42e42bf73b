import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";

/** Hands what a stream prints to whoever is attached, at the pace of the slowest. */
export class Outlet {
  readonly #attached = new Set<PassThrough>();

  /** What is printed from now on. Closing it detaches. */
  attach(): PassThrough {
    const stream = new PassThrough();
    this.#attached.add(stream);
    stream.once("close", () => this.#attached.delete(stream));
    return stream;
  }

  async write(chunk: Buffer): Promise<void> {
    await Promise.all([...this.#attached].map((stream) => writeTo(stream, chunk)));
  }

  end(): void {
    for (const stream of this.#attached) stream.end();
  }
}

async function writeTo(stream: PassThrough, chunk: Buffer): Promise<void> {
  if (stream.destroyed || stream.write(chunk)) return;
  const closed = new AbortController();
  const { signal } = closed;
  const settled = [once(stream, "drain", { signal }), once(stream, "close", { signal })];
  await Promise.race(settled.map((event) => event.catch(() => undefined)));
  closed.abort();
}

/** Reads a stream to its end; one that breaks ends. */
export async function pump(stream: Readable, take: (chunk: Buffer) => Promise<void>): Promise<void> {
  try {
    for await (const chunk of stream) await take(chunk as Buffer);
  } catch {
    // A terminal whose last program has ended breaks (EIO): that is its way to end.
  }
}
