import { describe, expect, it } from "vitest";
import { parseSearch, stringifySearch } from "./search.ts";
import { readUrl, writeUrl } from "./state.ts";

const defaults = { filter: "", order: "newest", wrap: false, min: 0, columns: [] as readonly string[] };

describe("a page's state lives in its address", () => {
  it("what the address lacks takes its default", () => expect(readUrl(defaults, {})).toEqual(defaults));

  it("values come back with their types", () => {
    const search = parseSearch("?filter=a%3Db&wrap=1&min=500&columns=x&columns=y");
    expect(readUrl(defaults, search)).toEqual({
      filter: "a=b",
      order: "newest",
      wrap: true,
      min: 500,
      columns: ["x", "y"],
    });
  });

  it("a single value of a list is a list", () => {
    expect(readUrl(defaults, parseSearch("?columns=x")).columns).toEqual(["x"]);
  });

  it("nonsense takes the default", () => expect(readUrl(defaults, parseSearch("?min=abc")).min).toBe(0));

  it("a change keeps the parameters of others, such as the time range", () => {
    const search = parseSearch("?from=now-1h&filter=a");
    expect(writeUrl(defaults, search, { wrap: true })).toEqual({ from: "now-1h", filter: "a", wrap: "1" });
  });

  it("going back to a default shortens the link", () => {
    expect(writeUrl(defaults, parseSearch("?filter=a&wrap=1"), { filter: "", wrap: false })).toEqual({});
  });
});

describe("search parameters are plain text", () => {
  it.each(["", "?a=1", "?a=1&b=x+y", "?c=1&c=2"])("%j survives", (text) => {
    expect(stringifySearch(parseSearch(text))).toBe(text);
  });
});
