import type { Socket } from "node:net";
import { Parser, ProtocolError, usualLimits } from "../resp/parser.ts";
import { Failure } from "../resp/reply.ts";
import { dispatch } from "./dispatch.ts";
import type { Engine } from "./engine.ts";
import { type Peer, Session } from "./session.ts";

/** While a client has so many bytes to read, its next commands wait. */
const stallBytes = 1024 * 1024;
/** Bytes of commands that may come while the client is blocked; then nothing more is read. */
const blockedBytes = 1024 * 1024;
const softLimitMs = 60_000;
const lingerMs = 1000;

interface Held {
  readonly bytes: Buffer;
  /** How far the log has to be safe before they may be sent. */
  readonly sequence: number;
}

/** A client's socket: commands in, answers out, neither without bounds. */
export class Connection implements Peer {
  readonly session: Session;
  readonly address: string;
  readonly localAddress: string;
  readonly #engine: Engine;
  readonly #socket: Socket;
  readonly #parser = new Parser(usualLimits);
  #held: Held[] = [];
  #heldBytes = 0;
  #closing: string | undefined;
  #running = false;
  #tooMuchSince = 0;

  constructor(engine: Engine, socket: Socket) {
    this.#engine = engine;
    this.#socket = socket;
    this.address = `${socket.remoteAddress}:${socket.remotePort}`;
    this.localAddress = `${socket.localAddress}:${socket.localPort}`;
    this.session = new Session(engine.nextId(), engine, this);
  }

  /** Serves a client until it goes. */
  static accept(engine: Engine, socket: Socket): void {
    const connection = new Connection(engine, socket);
    engine.sessions.set(connection.session.id, connection.session);
    connection.#listen();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.setNoDelay(true).setKeepAlive(true, 300_000);
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("drain", () => this.resume());
    socket.on("end", () => socket.end());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#ended());
  }

  get pending(): number {
    return this.#socket.writableLength + this.#heldBytes;
  }

  get buffered(): number {
    return this.#parser.buffered;
  }

  #take(chunk: Buffer): void {
    if (this.#closing !== undefined) return;
    this.#engine.stats.input += chunk.length;
    this.#parser.push(chunk);
    if (this.#parser.buffered > this.#engine.settings.queryLimit) {
      this.drop("its query buffer is too large");
      return;
    }
    if (this.session.blocked && this.#parser.buffered > blockedBytes) this.#socket.pause();
    this.#run();
  }

  resume(): void {
    if (this.#socket.destroyed || this.#closing !== undefined) return;
    if (!this.session.blocked && this.pending < stallBytes) {
      this.#socket.resume();
      this.#run();
    }
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    const { session } = this;
    this.#engine.keyspace.setTime(Date.now());
    try {
      while (!session.blocked && this.#closing === undefined && !this.#stalled()) {
        this.#parser.trusted = session.user !== undefined;
        const args = this.#parser.next();
        if (!args) break;
        dispatch(this.#engine, session, args);
      }
    } catch (error) {
      if (error instanceof ProtocolError) {
        session.writer.reply(new Failure(`ERR ${error.message}`));
        this.close("it broke the protocol");
      } else this.drop(`its command failed inside: ${(error as Error).stack}`);
    } finally {
      this.#running = false;
    }
    this.#engine.flushLater(session);
    this.#engine.settle();
  }

  #stalled(): boolean {
    const stalled = this.pending + this.session.writer.length > stallBytes;
    if (stalled) {
      this.#socket.pause();
      this.#engine.flushLater(this.session);
    }
    return stalled;
  }

  flush(): void {
    const { writer } = this.session;
    const { persistence } = this.#engine;
    if (writer.length > 0) {
      const bytes = writer.take();
      this.#engine.stats.output += bytes.length;
      if (this.#held.length === 0 && (!persistence || persistence.safe)) this.#socket.write(bytes);
      else {
        this.#held.push({ bytes, sequence: persistence?.sequence ?? 0 });
        this.#heldBytes += bytes.length;
        persistence?.hold(this);
      }
    }
    this.#limit();
    if (this.#closing !== undefined && this.#held.length === 0) this.#finish();
    else if (this.#socket.isPaused() && this.pending < stallBytes) this.#engine.resumeLater(this.session);
  }

  /** The log is safe up to a place: what waited for it is sent.
   *  @returns whether something still waits */
  release(sequence: number): boolean {
    let count = 0;
    while (count < this.#held.length && this.#held[count]!.sequence <= sequence) {
      const { bytes } = this.#held[count++]!;
      this.#heldBytes -= bytes.length;
      this.#socket.write(bytes);
    }
    this.#held.splice(0, count);
    if (this.#held.length > 0) return true;
    if (this.#closing !== undefined) this.#finish();
    else if (this.#socket.isPaused()) this.#engine.resumeLater(this.session);
    return false;
  }

  /** Ends it when the rest is sent; one that does not take the rest is not waited for. */
  #finish(): void {
    this.#socket.destroySoon();
    setTimeout(() => this.#socket.destroy(), lingerMs).unref();
  }

  /** Slow clients are let go before they take the memory of all. */
  #limit(): void {
    const { subscriberLimit, subscriberSoftLimit, outputLimit } = this.#engine.settings;
    const { pending } = this;
    if (this.session.subscriptions === 0) {
      if (pending > outputLimit) this.drop(`${pending} bytes wait to be read by it`);
      return;
    }
    if (pending <= subscriberSoftLimit) this.#tooMuchSince = 0;
    else if (this.#tooMuchSince === 0) this.#tooMuchSince = Date.now();
    const tooLong = this.#tooMuchSince > 0 && Date.now() - this.#tooMuchSince > softLimitMs;
    if (pending > subscriberLimit || tooLong)
      this.drop(`it is too slow: ${pending} bytes of messages wait for it`);
  }

  close(reason: string): void {
    this.#closing ??= reason;
    this.#engine.flushLater(this.session);
  }

  /** Ends it at once. What was not sent is lost. */
  drop(reason: string): void {
    if (this.#socket.destroyed) return;
    this.#closing ??= reason;
    this.#engine.stats.dropped++;
    this.#engine.log(`client ${this.address} (${this.session.name || "unnamed"}) was dropped: ${reason}`);
    this.#socket.destroy();
  }

  #ended(): void {
    this.#closing ??= "it went";
    this.#held = [];
    this.#heldBytes = 0;
    this.session.end();
    this.#engine.sessions.delete(this.session.id);
  }
}
