import { expect, test } from "vitest";
import { Handles, masked } from "./handles.ts";

test("a handle gives the id back to whoever made it, for the same application only", () => {
  const handles = new Handles();
  const handle = handles.seal("s3cr3t-id", "local/shop/storefront");
  expect(handle).not.toContain("s3cr3t");
  expect(handles.open(handle, "local/shop/storefront")).toBe("s3cr3t-id");
  expect(handles.open(handle, "local/shop/other")).toBeUndefined();
  expect(new Handles().open(handle, "local/shop/storefront")).toBeUndefined();
});

test.each(["", "AAAA", "not base64 at all!", "A".repeat(200)])("%j is no handle", (text) => {
  expect(new Handles().open(text, "a")).toBeUndefined();
});

test.each([
  ["abcdefghijkl", "abcd…"],
  ["abcdefgh", "…"],
  ["", "…"],
])("%j is shown as %j", (id, shown) => {
  expect(masked(id)).toBe(shown);
});
