import { workerData } from "node:worker_threads";
import { randomFrom } from "../random.ts";

/* How alike any two products are, by who bought them: the cosine of their rows. */

const products = 600;
const buyers = 400;
const random = randomFrom("reports", workerData);
const bought = Array.from({ length: products }, () => Float64Array.from({ length: buyers }, random));

for (;;) {
  for (const one of bought) for (const other of bought) cosine(one, other);
}

function cosine(one: Float64Array, other: Float64Array): number {
  let both = 0;
  let first = 0;
  let second = 0;
  for (const [index, value] of one.entries()) {
    const against = other[index] ?? 0;
    both += value * against;
    first += value * value;
    second += against * against;
  }
  return both / Math.sqrt(first * second);
}
