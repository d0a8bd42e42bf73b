import { access } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { releases } from "../releases.ts";
import { topology } from "../topology.ts";
import { causeKinds } from "./fault.ts";
import { faults } from "./faults.ts";
import { bystanderOf, herrings } from "./herrings.ts";

const harmful = faults.filter(({ truth }) => truth !== undefined);

describe.each(faults)("$name", (fault) => {
  test("is told of in words", () => {
    expect(fault.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const words of [fault.summary, fault.shows, fault.undone]) {
      expect(words.length).toBeGreaterThan(8);
      expect(words).not.toMatch(/\.$/);
    }
  });

  test("is to be seen within five minutes", () => {
    expect(fault.settleSeconds).toBeGreaterThanOrEqual(30);
    expect(fault.settleSeconds).toBeLessThanOrEqual(300);
  });
});

describe.each(harmful)("the truth of $name", ({ truth }) => {
  test("names kinds of causes that there are, each once", () => {
    expect(truth?.kinds.length).toBeGreaterThan(0);
    expect(truth?.kinds.filter((kind) => !causeKinds.includes(kind))).toEqual([]);
    expect(new Set(truth?.kinds).size).toBe(truth?.kinds.length);
  });

  test("has patterns for the inside that can be read and do not fit everything", () => {
    for (const pattern of truth?.inside ?? []) expect("").not.toMatch(new RegExp(pattern, "i"));
  });
});

test("only quiet is no fault", () => {
  expect(faults.filter(({ truth }) => truth === undefined).map(({ name }) => name)).toEqual(["quiet"]);
});

test("no two faults or herrings have the same name", () => {
  const names = [...faults, ...herrings].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test.each(faults)("whoever misleads from $name is a service of the shop and not to blame", (fault) => {
  const bystander = bystanderOf(fault);
  expect(topology.map(({ name }) => name)).toContain(bystander);
  expect(fault.truth?.services ?? []).not.toContain(bystander);
});

test.each(releases)(
  "release $version of $service is a program of the shop, and not what runs",
  async (release) => {
    await access(new URL(`../${release.module}`, import.meta.url));
    expect(topology.find(({ name }) => name === release.service)?.version).not.toBe(release.version);
  },
);
