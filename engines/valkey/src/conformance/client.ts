import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A reply that is not all there yet. */
const incomplete = Symbol("incomplete");

interface Read {
  readonly text: string;
  readonly next: number;
}

/** A client that shows replies as text, type and all: `OK`, `"bulk"`, `1`, `nil`, `[1 "a"]`, `{"k" "v"}` (map),
 *  `<"a">` (set), `,1.5` (double), `>[…]` (push), `-ERR …`. Bytes are latin1. */
export class TextClient {
  readonly #socket: Socket;
  readonly #sortedNext: number[] = [];
  #text = "";
  #replies: string[] = [];
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.#text += chunk.toString("latin1");
      this.#drain();
    });
    socket.on("close", () => this.#wake());
    socket.on("error", () => this.#wake());
  }

  static async open(port: number): Promise<TextClient> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new TextClient(socket);
  }

  write(bytes: string): void {
    this.#socket.write(bytes, "latin1");
  }

  /** @param group  how many elements of the reply belong together, where their order is undefined; 0 where it is not */
  send(args: readonly string[], group = 0): void {
    this.#sortedNext.push(group);
    this.write(`*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join("")}`);
  }

  async call(...args: string[]): Promise<string> {
    this.send(args);
    return (await this.next(5000)) ?? "(no reply)";
  }

  /** The next reply; undefined when none comes in time. */
  async next(withinMs: number): Promise<string | undefined> {
    if (this.#replies.length === 0 && !this.#socket.destroyed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.#replies.shift();
  }

  get closed(): boolean {
    return this.#socket.destroyed;
  }

  get socket(): Socket {
    return this.#socket;
  }

  close(): void {
    this.#socket.destroy();
  }

  #drain(): void {
    for (;;) {
      const push = this.#text.startsWith(">");
      const read = readReply(this.#text, 0, push ? 0 : (this.#sortedNext[0] ?? 0));
      if (read === incomplete) return;
      if (!push) this.#sortedNext.shift();
      this.#text = this.#text.slice(read.next);
      this.#replies.push(read.text);
      this.#wake();
    }
  }
}

function readReply(text: string, at: number, group: number): Read | typeof incomplete {
  const end = text.indexOf("\r\n", at);
  if (end < 0) return incomplete;
  const line = text.slice(at + 1, end);
  const next = end + 2;
  const type = text[at] ?? "";
  switch (type) {
    case "+":
    case ":":
      return { text: line, next };
    case "-":
      return { text: `-${line}`, next };
    case ",":
      return { text: `,${line}`, next };
    case "#":
      return { text: line === "t" ? "true" : "false", next };
    case "_":
      return { text: "nil", next };
    case "$":
    case "=":
      return readBulk(text, next, Number(line));
    case "*":
      return readItems(text, next, Number(line), "[]", group);
    case "%":
      return readItems(text, next, Number(line) * 2, "{}", group && 2);
    case "~":
      return readItems(text, next, Number(line), "<>", 1);
    case ">":
      return readItems(text, next, Number(line), ">[]", 0);
    default:
      throw new Error(`no reply begins so: ${text.slice(at, at + 40)}`);
  }
}

function readBulk(text: string, at: number, length: number): Read | typeof incomplete {
  if (length < 0) return { text: "nil", next: at };
  if (text.length < at + length + 2) return incomplete;
  return { text: JSON.stringify(text.slice(at, at + length)), next: at + length + 2 };
}

function readItems(text: string, from: number, count: number, marks: string, group: number) {
  if (count < 0) return { text: "nil", next: from };
  const items: string[] = [];
  let at = from;
  for (let i = 0; i < count; i++) {
    const item = readReply(text, at, 0);
    if (item === incomplete) return incomplete;
    items.push(item.text);
    at = item.next;
  }
  const inner = group > 0 ? sortedBy(items, group) : items;
  return { text: `${marks.slice(0, -1)}${inner.join(" ")}${marks.at(-1)}`, next: at };
}

function sortedBy(items: readonly string[], group: number): string[] {
  const groups: string[] = [];
  for (let i = 0; i < items.length; i += group) groups.push(items.slice(i, i + group).join(" "));
  return groups.toSorted();
}
