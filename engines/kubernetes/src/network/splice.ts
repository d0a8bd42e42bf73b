import type { Duplex } from "node:stream";

/** Joins two connections: what one says the other hears, also that it has no more to say. An error of one ends both. */
export function splice(a: Duplex, b: Duplex): void {
  a.pipe(b);
  b.pipe(a);
  const end = () => {
    a.destroy();
    b.destroy();
  };
  for (const side of [a, b]) side.on("error", end).once("close", () => setImmediate(end));
}
