import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);
const keyBytes = 32;
// A tenth of today's advice, so that the demo's few hundred sign-ins a minute leave the processor to the shop.
const cost = { N: 2048 };

export async function hashPassword(password: string, salt = randomBytes(16)): Promise<string> {
  const key = await derive(password, salt, keyBytes, cost);
  return `${salt.toString("base64url")}.${key.toString("base64url")}`;
}

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [salt = "", key = ""] = hash.split(".");
  const derived = await derive(password, Buffer.from(salt, "base64url"), keyBytes, cost);
  return timingSafeEqual(derived, Buffer.from(key, "base64url"));
}
