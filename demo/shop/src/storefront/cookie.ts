import { createHmac, timingSafeEqual } from "node:crypto";

/** A value that only a holder of the secret can have written: `value.signature`. */
export function sign(value: string, secret: string): string {
  return `${value}.${createHmac("sha256", secret).update(value).digest("base64url")}`;
}

export function unsign(signed: string, secret: string): string | undefined {
  const value = signed.slice(0, signed.lastIndexOf("."));
  const expected = Buffer.from(sign(value, secret));
  const given = Buffer.from(signed);
  return given.length === expected.length && timingSafeEqual(given, expected) ? value : undefined;
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
