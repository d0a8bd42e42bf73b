import { Redis } from "iovalkey";
import { quantile } from "../frames.ts";

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
  return { perSecond: Math.round(times.length / took), p99Ms: quantile(times, 0.99) };
}
