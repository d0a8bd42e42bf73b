import { expect, test } from "vitest";
import { ImageError } from "../errors.ts";
import { parseImageConfig } from "./config.ts";

const parse = (value: unknown) => parseImageConfig(JSON.stringify(value), "/images/shop/config.json");

test("an image configuration says how its container runs", () => {
  const config = {
    Entrypoint: ["node"],
    Cmd: ["main.js"],
    Env: ["A=1", "EMPTY=", "URL=http://x?a=b"],
    WorkingDir: "/app",
    User: "1000:1000",
    StopSignal: "SIGQUIT",
    ExposedPorts: { "8080/tcp": {}, "9090": {}, "53/udp": {} },
    Labels: { team: "shop" },
  };
  expect(parse({ config })).toEqual({
    entrypoint: ["node"],
    cmd: ["main.js"],
    env: { A: "1", EMPTY: "", URL: "http://x?a=b" },
    workingDir: "/app",
    user: "1000:1000",
    stopSignal: "SIGQUIT",
    exposedPorts: [9090, 8080],
    labels: { team: "shop" },
  });
});

test("everything in it may be missing or null", () => {
  const nothing = { entrypoint: [], cmd: [], env: {}, exposedPorts: [], labels: {} };
  expect(parse({})).toEqual(nothing);
  expect(parse({ config: null })).toEqual(nothing);
  expect(parse({ config: { Entrypoint: null, Labels: null, User: "" } })).toEqual(nothing);
});

test.each([
  [[], "it must be an object"],
  [{ config: 1 }, "config must be an object"],
  [{ config: { Cmd: "sh" } }, "config.Cmd must be a list of strings"],
  [{ config: { Env: ["NO_VALUE"] } }, 'config.Env must be a list of "NAME=value"'],
  [{ config: { Env: ["=x"] } }, "config.Env"],
  [{ config: { Labels: { a: 1 } } }, "config.Labels must be an object of strings"],
  [{ config: { User: 1000 } }, "config.User must be a string"],
  [{ config: { Cmd: ["a\0b"] } }, "without NUL"],
])("%j is refused with the place and what is wrong", (document, message) => {
  expect(() => parse(document)).toThrow(ImageError);
  expect(() => parse(document)).toThrow(message);
  expect(() => parse(document)).toThrow("/images/shop/config.json");
});

test("what is no JSON is refused", () => {
  expect(() => parseImageConfig("{", "/x/config.json")).toThrow("/x/config.json is no OCI image");
});
