import { expect, test } from "vitest";
import { staticTokens } from "./static-tokens.ts";

const find = staticTokens(`abc,alice,1,"system:masters,ops"
def,bob,2
ghi,carol,3,readers

broken line`);

test.each([
  ["abc", { name: "alice", groups: ["system:masters", "ops"] }],
  ["def", { name: "bob", groups: [] }],
  ["ghi", { name: "carol", groups: ["readers"] }],
  ["abcd", undefined],
  ["", undefined],
  ["broken line", undefined],
])("%s is the token of %o", (token, user) => expect(find(token)).toEqual(user));
