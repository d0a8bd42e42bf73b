import { formatDouble } from "../data/number.ts";
import {
  Double,
  Failure,
  Members,
  NullArray,
  Pairs,
  Push,
  type Reply,
  Simple,
  Verbatim,
  Waiting,
} from "./reply.ts";

export type Protocol = 2 | 3;

const slabSize = 256 * 1024;
const claimSize = 4096;
let slab: Buffer = Buffer.allocUnsafeSlow(slabSize);
let free = 0;
const nothing: Buffer = Buffer.alloc(0);

const isArray = (reply: Reply): reply is readonly Reply[] => Array.isArray(reply);

/** Puts replies together as bytes. Memory is cut from slabs that all writers share, and never written twice. */
export class Writer {
  protocol: Protocol = 2;
  #buffer = nothing;
  #start = 0;
  #at = 0;
  #end = 0;
  #full: Buffer[] = [];
  #fullBytes = 0;

  get length(): number {
    return this.#fullBytes + this.#at - this.#start;
  }

  /** What was written, which is then forgotten. */
  take(): Buffer {
    if (this.#end === free && this.#buffer === slab) free = this.#at;
    const last = this.#buffer.subarray(this.#start, this.#at);
    const all = this.#full.length === 0 ? last : Buffer.concat([...this.#full, last]);
    this.#full = [];
    this.#fullBytes = 0;
    // A client that is silent holds no slab.
    this.#place(nothing, 0, 0);
    return all;
  }

  reply(reply: Reply): void {
    if (typeof reply === "string") this.bulk(reply);
    else if (typeof reply === "number" || typeof reply === "bigint") this.raw(`:${reply}\r\n`);
    else if (reply === null) this.raw(this.protocol === 3 ? "_\r\n" : "$-1\r\n");
    else if (reply instanceof Simple) this.raw(`+${reply.text}\r\n`);
    else if (isArray(reply)) this.#items("*", reply, reply.length);
    else if (typeof reply === "boolean") this.#boolean(reply);
    else if (reply !== undefined) this.#special(reply);
  }

  #boolean(value: boolean): void {
    if (this.protocol === 3) this.raw(value ? "#t\r\n" : "#f\r\n");
    else this.raw(value ? ":1\r\n" : ":0\r\n");
  }

  #special(reply: Exclude<Reply, readonly Reply[]> & object): void {
    const three = this.protocol === 3;
    if (reply instanceof Failure) this.raw(`-${reply.message.replaceAll(/[\r\n]/g, " ")}\r\n`);
    else if (reply instanceof Double) {
      const text = formatDouble(reply.value);
      if (three) this.raw(`,${text}\r\n`);
      else this.bulk(text);
    } else if (reply instanceof Pairs) {
      this.#items(three ? "%" : "*", reply.items, three ? reply.items.length / 2 : reply.items.length);
    } else if (reply instanceof Members) this.#items(three ? "~" : "*", reply.items, reply.items.length);
    else if (reply instanceof Push) this.#items(three ? ">" : "*", reply.items, reply.items.length);
    else if (reply instanceof Verbatim) {
      if (three) this.raw(`=${reply.text.length + 4}\r\ntxt:${reply.text}\r\n`);
      else this.bulk(reply.text);
    } else if (reply instanceof NullArray) this.raw(three ? "_\r\n" : "*-1\r\n");
    else if (reply instanceof Waiting) this.reply(reply.otherwise);
  }

  #items(type: string, items: readonly Reply[], count: number): void {
    this.raw(`${type}${count}\r\n`);
    for (const item of items) this.reply(item);
  }

  /** A command, as clients send it and the append-only file keeps it. */
  command(args: readonly string[]): void {
    this.raw(`*${args.length}\r\n`);
    for (const arg of args) this.bulk(arg);
  }

  bulk(text: string): void {
    this.raw(`$${text.length}\r\n`);
    this.raw(text);
    this.raw("\r\n");
  }

  /** A latin1 string as it is. */
  raw(text: string): void {
    const { length } = text;
    if (this.#end - this.#at < length) this.#grow(length);
    if (length > 32) {
      this.#buffer.write(text, this.#at, length, "latin1");
    } else {
      const buffer = this.#buffer;
      const at = this.#at;
      for (let i = 0; i < length; i++) buffer[at + i] = text.charCodeAt(i);
    }
    this.#at += length;
  }

  #grow(length: number): void {
    const written = this.#at - this.#start;
    const size = Math.max(claimSize, length, Math.min(written * 2, slabSize / 4));
    if (this.#end === free && this.#buffer === slab && this.#at + size <= slabSize) {
      this.#end = this.#at + size;
      free = this.#end;
      return;
    }
    if (written > 0) {
      this.#full.push(this.#buffer.subarray(this.#start, this.#at));
      this.#fullBytes += written;
    }
    if (size > slabSize / 2) {
      this.#place(Buffer.allocUnsafeSlow(size), 0, size);
      return;
    }
    if (free + size > slabSize) {
      slab = Buffer.allocUnsafeSlow(slabSize);
      free = 0;
    }
    this.#place(slab, free, free + size);
    free += size;
  }

  #place(buffer: Buffer, start: number, end: number): void {
    this.#buffer = buffer;
    this.#start = start;
    this.#at = start;
    this.#end = end;
  }
}
