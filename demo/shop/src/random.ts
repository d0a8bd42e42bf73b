/** A stream of numbers in [0, 1) that is the same for the same seed words (mulberry32 over an FNV-1a hash). */
export type Random = () => number;

export function randomFrom(...words: readonly (string | number)[]): Random {
  let state = 0x811c9dc5;
  for (const character of words.join("/")) {
    state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}

export function logNormal(random: Random, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(sigma * normal);
}
