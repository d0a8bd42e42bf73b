import { describe, expect, test } from "vitest";
import { bytesOf, checkSettings, notifyOf, notifyText, usualSettings } from "./settings.ts";

describe("events to be told", () => {
  const facts: [given: string, told: string | undefined][] = [
    ["", ""],
    ["KEA", "AKE"],
    ["Ex", "xE"],
    ["g$lshzxetdK", "AK"],
    ["Egx", "gxE"],
    ["Q", undefined],
  ];
  test.each(facts)("%j are %j", (given, told) => {
    const letters = notifyOf(given);
    expect(letters && notifyText(letters)).toBe(told);
  });
});

describe("an amount of memory", () => {
  const facts: [text: string, bytes: number | undefined][] = [
    ["0", 0],
    ["100", 100],
    ["1k", 1000],
    ["1KB", 1024],
    ["100mb", 104_857_600],
    ["2g", 2_000_000_000],
    ["1tb", undefined],
    ["-1", undefined],
    ["", undefined],
  ];
  test.each(facts)("%j is %s bytes", (text, bytes) => {
    expect(bytesOf(text)).toBe(bytes);
  });
});

describe("a server does not start with", () => {
  const facts: [settings: Partial<typeof usualSettings>, message: RegExp][] = [
    [{ host: "localhost" }, /give an IP address/],
    [{ port: 70_000 }, /is not a port/],
    [{ databases: 0 }, /databases/],
  ];
  test.each(facts)("%j", (settings, message) => {
    expect(() => checkSettings({ ...usualSettings, ...settings })).toThrow(message);
  });
});
