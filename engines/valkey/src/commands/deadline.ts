import { Failure } from "../resp/reply.ts";
import { integerOf } from "./arguments.ts";

/** The far end of times that a command may give, in milliseconds: what a number keeps exactly. */
const farEnd = Number.MAX_SAFE_INTEGER;

export type TimeUnit = "ex" | "px" | "exat" | "pxat";

/** A deadline in milliseconds since 1970 out of what a command gives.
 *  @throws Failure unless it is a positive number, and not beyond 2^53 ms */
export function deadlineOf(unit: TimeUnit, text: string, now: number, command: string): number {
  const value = integerOf(text);
  const ms = unit.startsWith("ex") ? value * 1000 : value;
  const at = unit.endsWith("at") ? ms : now + ms;
  if (value <= 0 || at > farEnd) throw new Failure(`ERR invalid expire time in '${command}' command`);
  return at;
}

/** The same where a time that has passed is meant, as EXPIRE takes it. */
export function passableDeadline(unit: TimeUnit, text: string, now: number, command: string): number {
  const value = integerOf(text);
  const ms = unit.startsWith("ex") ? value * 1000 : value;
  const at = unit.endsWith("at") ? ms : now + ms;
  if (Math.abs(at) > farEnd) throw new Failure(`ERR invalid expire time in '${command}' command`);
  return at;
}
