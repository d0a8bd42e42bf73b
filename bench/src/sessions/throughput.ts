import { Redis } from "iovalkey";

const clients = 50;
const valueBytes = 500;
const keys = 10_000;

/** Half reads, half writes, of what a session is large, by clients that wait for each answer.
 *  @returns commands a second, and the 99th percentile of an answer in milliseconds */
export async function throughput(
  port: number,
  seconds: number,
): Promise<{ perSecond: number; p99Ms: number }> {
  const connections = Array.from({ length: clients }, () => new Redis(port));
  const value = "x".repeat(valueBytes);
  const times: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    connections.map(async (redis) => {
      while (performance.now() < until) {
        const key = `bench:${Math.floor(Math.random() * keys)}`;
        const asked = performance.now();
        if (Math.random() < 0.5) await redis.set(key, value, "EX", 3600);
        else await redis.get(key);
        times.push(performance.now() - asked);
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  for (const redis of connections) redis.disconnect();
  return { perSecond: Math.round(times.length / took), p99Ms: quantileOf(times, 0.99) };
}

/** To the hundredth. */
export function quantileOf(values: readonly number[], quantile: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? Number.NaN;
  return Math.round(found * 100) / 100;
}
