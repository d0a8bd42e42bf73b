import { describe, expect, it } from "vitest";
import type { ObjectOutcome } from "../../api.ts";
import { wayBack } from "./undo.ts";

const outcome = (name: string, result: ObjectOutcome["result"], kind = "ConfigMap"): ObjectOutcome => ({
  apiVersion: "v1",
  kind,
  namespace: "harbour",
  name,
  result,
  before: result === "change" ? `name: ${name}\n` : "",
  after: "",
  conflicts: [],
  error: null,
});

describe("the way back from an apply", () => {
  it("is the former YAML of what changed, and the end of what was made, last first", () => {
    const done = [
      outcome("a", "change"),
      outcome("b", "create"),
      outcome("c", "create"),
      outcome("d", "change"),
    ];
    const back = wayBack(done);
    expect(back?.yaml).toBe("name: a\n---\nname: d\n");
    expect(back?.made.map(({ name }) => name)).toEqual(["c", "b"]);
  });

  it("is not there when nothing was done", () => {
    expect(wayBack([outcome("a", "nothing"), outcome("b", "refused")])).toBeUndefined();
  });

  it("is not there when a secret changed, whose values are masked", () => {
    expect(wayBack([outcome("a", "change", "Secret")])).toBeUndefined();
    expect(wayBack([outcome("a", "create", "Secret")])).toBeDefined();
  });
});
