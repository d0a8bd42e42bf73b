import { describe, expect, test } from "vitest";
import { originOf, placeOf, signed, textOf } from "./frames.ts";

const frame = (name: string, file: string, type = "") => ({
  function: name,
  file,
  line: 7,
  module: "",
  type,
});

test.each([
  ["own", frame("total", "/app/src/total.ts", "v8js")],
  ["own", frame("main.handle", "/home/dev/cart/main.go")],
  ["own", frame("kr.shop.Cart.total", "", "jvm")],
  ["dependency", frame("route", "/app/node_modules/express/lib/router.js")],
  ["dependency", frame("get", "/usr/lib/python3/dist-packages/requests/api.py")],
  ["dependency", frame("chi.Serve", "/root/go/pkg/mod/github.com/go-chi/chi/mux.go")],
  ["runtime", frame("emit", "node:events", "v8js")],
  ["runtime", frame("(garbage collector)", "")],
  ["runtime", frame("runtime.mallocgc", "/usr/local/go/src/runtime/malloc.go")],
  ["runtime", frame("java.util.HashMap.get", "HashMap.java", "jvm")],
  ["native", frame("epoll_wait", "", "kernel")],
  ["native", frame("inflate", "zlib.c", "native")],
])("%s code: %o", (origin, given) => expect(originOf(given)).toBe(origin));

describe("a frame", () => {
  test("is shown by the end of its path, and copied whole", () => {
    expect(placeOf(frame("f", "/srv/app/cart/src/total.ts"))).toBe("cart/src/total.ts:7");
    expect(textOf(frame("f", "/srv/app/total.ts"))).toBe("f (/srv/app/total.ts:7)");
    expect(textOf({ ...frame("0xbeef", ""), line: 0, module: "/lib/libc.so" })).toBe("0xbeef /lib/libc.so");
  });
});

test.each([
  [0.012, "+1.2\u00a0%"],
  [-0.004, "−0.4\u00a0%"],
  [0.123_45, "+12.3\u00a0%"],
  [0.000_001, "±0\u00a0%"],
])("a change of %f is written %s", (change, text) => expect(signed(change)).toBe(text));
