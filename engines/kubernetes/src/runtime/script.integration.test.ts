import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { words } from "./script.ts";

test("any text reaches a program through the shell as it is", () => {
  const text = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "").toWellFormed());
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (list) => {
      const printed = execFileSync("sh", ["-c", `printf '%s\\0' ${words(list)}`], { encoding: "utf8" });
      expect(printed.split("\0").slice(0, -1)).toEqual(list);
    }),
    { numRuns: 30 },
  );
});
