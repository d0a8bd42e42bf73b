import { expect, test } from "vitest";
import { readCookie, sign, unsign } from "./cookie.ts";

test("a signed value comes back", () => {
  expect(unsign(sign("a.b", "secret"), "secret")).toBe("a.b");
});

test.each(["", "a", "a.", "b.c2ln", `${sign("a", "secret")}x`, sign("a", "another secret")])(
  "%j is taken for forged",
  (forged) => {
    expect(unsign(forged, "secret")).toBeUndefined();
  },
);

test("a cookie is found among others", () => {
  expect(readCookie("a=1; shop_session=x=y; b=2", "shop_session")).toBe("x=y");
  expect(readCookie("my_shop_session=1", "shop_session")).toBeUndefined();
  expect(readCookie(undefined, "shop_session")).toBeUndefined();
});
