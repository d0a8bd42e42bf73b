import { array, assert, constant, constantFrom, nat, oneof, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { Parser, ProtocolError, splitWords } from "./parser.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

function commandsIn(chunks: readonly Buffer[]): (string[] | string)[] {
  const parser = new Parser({ bulk: 1000, command: 2000, arguments: 100 });
  const found: (string[] | string)[] = [];
  try {
    for (const chunk of chunks) {
      parser.push(chunk);
      for (let args = parser.next(); args; args = parser.next()) found.push(args);
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    found.push(error.message);
  }
  return found;
}

const encode = (args: readonly string[]) =>
  `*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join("")}`;

function cut(text: string, places: readonly number[]): Buffer[] {
  const points = [...new Set(places.map((place) => place % (text.length + 1)))].toSorted((a, b) => a - b);
  return [...points, text.length].map((end, i) => bytes(text.slice(points[i - 1] ?? 0, end)));
}

describe("commands are read", () => {
  const facts: [stream: string, commands: string[][]][] = [
    ["*1\r\n$4\r\nPING\r\n", [["PING"]]],
    ["*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", [["ECHO", ""]]],
    ["*2\r\n$4\r\nECHO\r\n$4\r\na\r\nb\r\n", [["ECHO", "a\r\nb"]]],
    ["PING\r\n", [["PING"]]],
    ['  SET  k "a b"\n', [["SET", "k", "a b"]]],
    ["\r\n\r\nPING\r\n", [["PING"]]],
    ["*0\r\n*-1\r\nPING\r\n", [["PING"]]],
    ["*1\r\n$4\r\nPING\r\nECHO x\r\n*1\r\n$1\r\nq\r\n", [["PING"], ["ECHO", "x"], ["q"]]],
    ["*1\r\n$4\r\nPIN", []],
  ];
  test.each(facts)("%j", (stream, commands) => {
    expect(commandsIn([bytes(stream)])).toEqual(commands);
  });
});

describe("the protocol is broken by", () => {
  const facts: [stream: string, message: string][] = [
    ["*x\r\n", "Protocol error: invalid multibulk length"],
    ["*1000000\r\n", "Protocol error: invalid multibulk length"],
    ["*1\r\n:5\r\n", "Protocol error: expected '$', got ':'"],
    ["*1\r\n$x\r\n", "Protocol error: invalid bulk length"],
    ["*1\r\n$-1\r\n", "Protocol error: invalid bulk length"],
    ["*1\r\n$1001\r\n", "Protocol error: invalid bulk length"],
    [
      "*3\r\n$1000\r\n" + "a".repeat(1000) + "\r\n$1000\r\n" + "a".repeat(1000) + "\r\n$1\r\n",
      "Protocol error: too big command",
    ],
    ['SET k "v\n', "Protocol error: unbalanced quotes in request"],
    ["a".repeat(70_000), "Protocol error: too big inline request"],
    ["*" + "1".repeat(70_000), "Protocol error: too big mbulk count string"],
    ["*1\r\n$" + "1".repeat(70_000), "Protocol error: too big bulk count string"],
  ];
  test.each(facts.map(([stream, message]) => [stream.slice(0, 30), message, stream] as const))(
    "%j: %s",
    (_begin, message, stream) => {
      expect(commandsIn([bytes(stream)]).at(-1)).toBe(message);
    },
  );
});

test("a stranger may send little", () => {
  for (const [stream, message] of [
    ["*11\r\n", "Protocol error: unauthenticated multibulk length"],
    ["*1\r\n$16385\r\n", "Protocol error: unauthenticated bulk length"],
  ] as const) {
    const parser = new Parser();
    parser.trusted = false;
    parser.push(bytes(stream));
    expect(() => parser.next()).toThrow(message);
  }
});

test("any cut of a stream gives the same commands", () => {
  const arg = oneof(
    string({ maxLength: 12 }).map((text) => bytes(text).toString("latin1")),
    constant("\r\n"),
    constant("*1\r\n$1\r\n"),
  );
  const command = array(arg, { minLength: 1, maxLength: 5 });
  assert(
    property(array(command, { maxLength: 8 }), array(nat(), { maxLength: 12 }), (commands, places) => {
      expect(commandsIn(cut(commands.map(encode).join(""), places))).toEqual(commands);
    }),
  );
});

test("any bytes are commands or an error, the same however they are cut", () => {
  const piece = oneof(
    constantFrom("*", "$", "1", "2", "\r\n", "\n", "\r", " ", '"', "'", "\\", "-", "PING", "\0", "\xff"),
    nat(255).map((code) => String.fromCodePoint(code)),
  );
  assert(
    property(array(piece, { maxLength: 40 }), array(nat(), { maxLength: 6 }), (pieces, places) => {
      const stream = pieces.join("");
      expect(commandsIn(cut(stream, places))).toEqual(commandsIn([bytes(stream)]));
    }),
    { numRuns: 1000 },
  );
});

test("a large argument in small chunks is put together once", () => {
  const parser = new Parser();
  const size = 16 * 1024 * 1024;
  parser.push(bytes(`*1\r\n$${size}\r\n`));
  expect(parser.next()).toBeUndefined();
  const chunk = Buffer.alloc(4096, "a");
  const begun = performance.now();
  for (let sent = 0; sent < size; sent += chunk.length) {
    parser.push(chunk);
    expect(parser.next()).toBeUndefined();
  }
  parser.push(bytes("\r\n"));
  expect(parser.next()?.[0]).toHaveLength(size);
  expect(performance.now() - begun).toBeLessThan(3000);
});

test("a file of ours has no inline commands, and every argument ends where it says", () => {
  for (const stream of ["PING\r\n", "*1\r\n$4\r\nPINGxx", "*1\rx$4\r\nPING\r\n"]) {
    const parser = new Parser(undefined, true);
    parser.push(bytes(stream));
    expect(() => parser.next()).toThrow(ProtocolError);
  }
});

describe("words of a line", () => {
  const facts: [line: string, words: string[] | undefined][] = [
    ["a b", ["a", "b"]],
    ["\"\\x41\\n\\\"\" 'it\\'s'", ['A\n"', "it's"]],
    ['"a"b', undefined],
    ["'a", undefined],
    ["", []],
  ];
  test.each(facts)("%j", (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });
});
