import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import type { ReservationRequest } from "../../api.ts";
import { reservations } from "../../reservations.ts";

/** The warehouse's terms: a message a line, and this long between two. */
const gapMs = 600;
let turn: Promise<void> = Promise.resolve();

export async function reserve(database: Pool, request: ReservationRequest): Promise<void> {
  await reservations.reserve(database, request);
  for (const _line of request.lines) await nextTurn();
}

function nextTurn(): Promise<void> {
  turn = turn.then(() => sleep(gapMs));
  return turn;
}
