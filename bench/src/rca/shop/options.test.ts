import { faults } from "@naru/shop/chaos";
import { describe, expect, test } from "vitest";
import { shopOptions } from "./options.ts";

const trialsOf = (...argv: string[]) =>
  shopOptions(["--shop", ...argv]).trials.map(({ fault, herring }) => [fault.name, herring]);

describe("the options", () => {
  test("alone mean every fault and ten quiet minutes", () => {
    const { trials, ...rest } = shopOptions(["--shop"]);
    const names = faults.map(({ name }) => name).filter((name) => name !== "quiet");
    expect(trials.map(({ fault }) => fault.name)).toEqual(names);
    expect(rest).toEqual({ quietMinutes: 10, isJson: false, dump: undefined });
  });
  test("are the faults and what is told beside them", () => {
    const argv = ["--fault", "bad-pod", "--fault", "bad-image", "--fault", "bad-pod"];
    expect(trialsOf(...argv)).toEqual([
      ["bad-pod", "harmless-release"],
      ["bad-image", undefined],
    ]);
    expect(shopOptions(["--shop", ...argv, "--json", "--dump", "d", "--quiet-minutes", "60"])).toMatchObject({
      quietMinutes: 60,
      isJson: true,
      dump: "d",
    });
  });
  test("with faults of one's own mean no quiet", () => {
    expect(shopOptions(["--shop", "--fault", "bad-pod"]).quietMinutes).toBe(0);
  });

  const misled: [argv: string[], herring: string | undefined, why: string][] = [
    [["--fault", "cpu-starved"], "harmless-release", "a fault that is no release"],
    [["--fault", "n-plus-one"], undefined, "a release"],
    [["--fault", "n-plus-one", "--with", "harmless-config"], "harmless-config", "a release, when asked for"],
    [["--fault", "cpu-starved", "--with", "none"], undefined, "no fault, when not wanted"],
  ];
  test.each(misled)("%j start %s, which misleads from %s", (argv, herring) => {
    expect(trialsOf(...argv).map(([, each]) => each)).toEqual([herring]);
  });

  const broken: [argv: string[], error: string][] = [
    [["--fault", "gremlins"], "there is no fault gremlins"],
    [["--fault", "quiet"], "--quiet-minutes N says how long nothing is wrong"],
    [["--with", "gremlins"], "there are harmless-release, harmless-config, and none"],
    [["--quiet-minutes", "-1"], "--quiet-minutes"],
    [["--quiet-minutes", ""], "no whole number from 0 to 1440"],
    [["--quiet-minutes", "1.5"], "--quiet-minutes 1.5 is no whole number"],
    [["--quiet-minutes", "1441"], "--quiet-minutes 1441 is no whole number"],
    [["--data", "d"], "--data"],
  ];
  test.each(broken)("%j are refused with what to give", (argv, error) => {
    expect(() => shopOptions(["--shop", ...argv])).toThrow(error);
  });
});
