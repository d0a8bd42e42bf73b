import type { Names } from "../data/dictionary.ts";
import { Failure } from "../resp/reply.ts";

/** How many a caller may ask for with repetitions: an answer is bounded. */
const mostRepeated = 1_000_000;

/** Names at random: distinct ones for a count, with repetitions for a negative one. */
export function drawDistinct(names: Names, count: number): string[] {
  if (count < 0) {
    if (-count > mostRepeated) throw new Failure("ERR value is out of range");
    return Array.from({ length: -count }, () => names.random());
  }
  if (count >= names.size) return [...names.names()];
  if (count * 3 > names.size) return shuffled(names.names()).slice(0, count);
  const drawn = new Set<string>();
  while (drawn.size < count) drawn.add(names.random());
  return [...drawn];
}

function shuffled(names: readonly string[]): string[] {
  const all = [...names];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
