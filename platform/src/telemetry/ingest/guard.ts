import { createHash, timingSafeEqual } from "node:crypto";
import { Refusal } from "./door.ts";

/** Asks senders for the ingest token, when there is one. */
export class Guard {
  readonly #expected: Buffer | undefined;

  constructor(token: string | undefined) {
    this.#expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  }

  /** @throws Refusal */
  check(authorization: string | undefined): void {
    if (!this.#expected) return;
    if (authorization !== undefined && timingSafeEqual(digest(authorization), this.#expected)) return;
    throw new Refusal(
      "unauthenticated",
      "Send Authorization: Bearer with the ingest token (NARU_INGEST_TOKEN).",
    );
  }
}

const digest = (text: string) => createHash("sha256").update(text).digest();
