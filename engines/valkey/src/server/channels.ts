import { globMatches } from "../data/glob.ts";
import { Push } from "../resp/reply.ts";
import type { Session } from "./session.ts";

/** Who listens to what. */
export class Channels {
  readonly #exact = new Map<string, Set<Session>>();
  readonly #patterns = new Map<string, Set<Session>>();

  get size(): number {
    return this.#exact.size;
  }

  get patternCount(): number {
    return this.#patterns.size;
  }

  channels(): string[] {
    return [...this.#exact.keys()];
  }

  listeners(channel: string): number {
    return this.#exact.get(channel)?.size ?? 0;
  }

  join(session: Session, name: string, pattern: boolean): void {
    const all = pattern ? this.#patterns : this.#exact;
    let listeners = all.get(name);
    if (!listeners) all.set(name, (listeners = new Set()));
    listeners.add(session);
    (pattern ? session.patterns : session.channels).add(name);
  }

  leave(session: Session, name: string, pattern: boolean): void {
    const all = pattern ? this.#patterns : this.#exact;
    const listeners = all.get(name);
    listeners?.delete(session);
    if (listeners?.size === 0) all.delete(name);
    (pattern ? session.patterns : session.channels).delete(name);
  }

  leaveAll(session: Session): void {
    for (const name of session.channels) this.leave(session, name, false);
    for (const name of session.patterns) this.leave(session, name, true);
  }

  /** @returns how many were told */
  publish(channel: string, message: string): number {
    const listeners = this.#exact.get(channel);
    let told = listeners?.size ?? 0;
    if (listeners) {
      const push = new Push(["message", channel, message]);
      for (const session of listeners) session.deliver(push);
    }
    for (const [pattern, sessions] of this.#patterns) {
      if (!globMatches(pattern, channel)) continue;
      const push = new Push(["pmessage", pattern, channel, message]);
      for (const session of sessions) session.deliver(push);
      told += sessions.size;
    }
    return told;
  }
}
