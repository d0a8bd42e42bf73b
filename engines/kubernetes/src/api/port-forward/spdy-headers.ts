import { constants, createDeflate, createInflate, type Deflate, type Inflate } from "node:zlib";
import { spdyDictionary } from "./spdy-dictionary.ts";

const mostBytes = 1 << 16;
const options = { dictionary: spdyDictionary, flush: constants.Z_SYNC_FLUSH };

/** Headers of one connection, which are compressed as one text. Each call waits for the one before.
 *  Source: https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ section 2.6.10 */
export class HeaderCodec {
  readonly #inflate = new Through(createInflate(options));
  readonly #deflate = new Through(createDeflate(options));

  /** @throws Error for what can't be read */
  async read(block: Buffer): Promise<Map<string, string>> {
    const text = await this.#inflate.put(block);
    const headers = new Map<string, string>();
    let at = 4;
    const next = () => {
      const end = at + 4 + text.readUInt32BE(at);
      if (end > text.length) throw new Error("a header is cut off");
      const value = text.toString("utf8", at + 4, end);
      at = end;
      return value;
    };
    for (let left = text.readUInt32BE(0); left > 0; left--) headers.set(next().toLowerCase(), next());
    return headers;
  }

  write(headers: ReadonlyMap<string, string>): Promise<Buffer> {
    const texts = [...headers].flat().map((text) => Buffer.from(text));
    return this.#deflate.put(
      Buffer.concat([number(headers.size), ...texts.flatMap((text) => [number(text.length), text])]),
    );
  }

  close(): void {
    this.#inflate.close();
    this.#deflate.close();
  }
}

/** One block after the other through a stream that keeps what it has learnt. */
class Through {
  readonly #stream: Inflate | Deflate;
  #got: Buffer[] = [];
  #size = 0;

  constructor(stream: Inflate | Deflate) {
    this.#stream = stream;
    stream.on("data", (part: Buffer) => {
      this.#got.push(part);
      this.#size += part.length;
      if (this.#size > mostBytes) stream.destroy(new Error("headers are too long"));
    });
    // Who waits is told.
    stream.on("error", () => {});
  }

  put(block: Buffer): Promise<Buffer> {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    this.#stream.write(block, (error) => {
      if (error) return reject(error);
      resolve(Buffer.concat(this.#got));
      this.#got = [];
      this.#size = 0;
    });
    return promise;
  }

  close(): void {
    this.#stream.destroy();
  }
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
