/** What a quoted text stands for: Go's escapes within " and ', none within `.
 *  @returns undefined when it is not closed or has an escape that there is not */
export function unquote(literal: string): string | undefined {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote) return undefined;
  const inner = literal.slice(1, -1);
  if (quote === "`") return inner;
  if (inner.includes("\n")) return undefined;
  return inner.includes("\\") ? unescaped(inner, literal.charAt(0)) : inner;
}

const single: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  "\\": 92,
};
/** Digits behind `\x`, `\u` and `\U`. */
const digitsOf: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** `\x` and octal escapes are bytes, so the whole is put together as bytes of UTF-8. */
function unescaped(inner: string, quote: string): string | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; at < inner.length;) {
    if (inner[at] !== "\\") {
      const next = inner.indexOf("\\", at);
      const end = next === -1 ? inner.length : next;
      parts.push(Buffer.from(inner.slice(at, end)));
      at = end;
      continue;
    }
    const escape = readEscape(inner, at + 1, quote);
    if (!escape) return undefined;
    parts.push(escape.bytes);
    at = escape.end;
  }
  return Buffer.concat(parts).toString("utf8");
}

function readEscape(inner: string, at: number, quote: string): { bytes: Buffer; end: number } | undefined {
  const letter = inner[at] ?? "";
  if (letter === quote) return { bytes: Buffer.from(quote), end: at + 1 };
  const known = single[letter];
  if (known !== undefined) return { bytes: Buffer.from([known]), end: at + 1 };
  const octal = /^[0-7]{3}/.exec(inner.slice(at, at + 3))?.[0];
  if (octal !== undefined) {
    const byte = Number.parseInt(octal, 8);
    return byte > 255 ? undefined : { bytes: Buffer.from([byte]), end: at + 3 };
  }
  const digits = digitsOf[letter];
  if (digits === undefined) return undefined;
  const text = inner.slice(at + 1, at + 1 + digits);
  if (text.length < digits || !/^[0-9a-fA-F]+$/.test(text)) return undefined;
  const code = Number.parseInt(text, 16);
  if (letter !== "x" && (code > 0x10_ffff || (code >= 0xd800 && code < 0xe000))) return undefined;
  const bytes = letter === "x" ? Buffer.from([code]) : Buffer.from(String.fromCodePoint(code));
  return { bytes, end: at + 1 + digits };
}
