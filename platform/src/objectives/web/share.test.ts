import { expect, test } from "vitest";
import { formatShare, formatTarget } from "./share.ts";

test.each([
  [1, "100 %"],
  [0.999999, "99.999 %"],
  [0.99985, "99.985 %"],
  [0.995, "99.5 %"],
  [0, "0 %"],
  [null, "–"],
])("the share %s is %s: never more than it is", (share, text) => expect(formatShare(share)).toBe(text));

test.each([
  [0.9995, "99.95 %"],
  [0.99999, "99.999 %"],
  [0.9, "90 %"],
])("the target %d is %s", (target, text) => expect(formatTarget(target)).toBe(text));
