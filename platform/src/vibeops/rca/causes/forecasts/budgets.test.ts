import { describe, expect, test } from "vitest";
import type { ObjectiveAtRisk } from "#objectives/index.ts";
import { diagnose } from "../../diagnose.ts";
import { shop, window } from "../../fixture.ts";

const hour = 3_600_000;
const objective = (given: Partial<ObjectiveAtRisk> = {}): ObjectiveAtRisk => ({
  name: "front-availability",
  title: "Front answers",
  service: "front",
  operation: "",
  target: 0.9995,
  windowDays: 30,
  leftShare: 0.4,
  burnRate: 20,
  goneAt: window.to + 5 * hour,
  severity: "page",
  threatenedSince: window.from + 60_000,
  ...given,
});

describe("an error budget that will be gone", () => {
  test("is told before it is, where nothing else is wrong", () => {
    const { verdict, causes, onset, impact } = diagnose({ ...shop(), objectives: [objective()] });
    expect(verdict).toBe("cause");
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ service: "front", kind: "budget-burning" });
    expect(causes[0]?.headline.en).toBe("front: its error budget will soon be gone");
    expect(causes[0]?.why[0]?.en).toBe(
      "The error budget of Front answers (99.95% over 30 days) burns 20 times as fast as it may: 40% are left, gone in about 5 h at this rate.",
    );
    expect(causes[0]?.why[0]?.ko).toBe(
      "Front answers(30일 목표 99.95%)의 오류 예산이 허용 속도의 20배로 소진되고 있습니다. 40% 남았으며, 이 속도면 약 5시간 뒤 모두 소진됩니다.",
    );
    expect(causes[0]?.evidence[0]?.link).toBe("/objectives/front-availability");
    expect(onset).toBe(window.from + 60_000);
    expect(impact.objectives?.[0]?.words.en).toBe(
      "Front answers (99.95% over 30 days) burns 20 times as fast as it may: 40% of its error budget are left, gone in about 5 h at this rate.",
    );
  });

  test("never stands before what spends it, nor beside it", () => {
    const broken = shop({ change: (request) => void (request.cartFailure = "Error: connect ECONNREFUSED") });
    const without = diagnose(broken);
    const found = diagnose({ ...broken, objectives: [objective()] });
    expect(found.causes.map(({ id, confidence }) => [id, confidence])).toEqual(
      without.causes.map(({ id, confidence }) => [id, confidence]),
    );
    expect(found.headline).toEqual(without.headline);
  });

  test.each<[what: string, given: Partial<ObjectiveAtRisk>]>([
    ["it lasts", { goneAt: null }],
    ["it burns slowly", { severity: "ticket" }],
    ["it does not burn", { severity: null, burnRate: 0.5, goneAt: null }],
  ])("is not told when %s", (_, given) => {
    const found = diagnose({ ...shop(), objectives: [objective(given)] });
    expect(found).toMatchObject({ verdict: "healthy", causes: [] });
  });
});

const named = (name: string, given: Partial<ObjectiveAtRisk>) => objective({ name, ...given });

describe("an impact names objectives", () => {
  const broken = shop({ change: (request) => void (request.cartFailure = "Error: connect ECONNREFUSED") });
  const namesOf = (...objectives: readonly ObjectiveAtRisk[]) =>
    diagnose({ ...broken, objectives }).impact.objectives?.map(({ name }) => name);
  test("of services that suffer, when they burn faster than they may; the fastest first", () => {
    expect(
      namesOf(
        named("slowly", { burnRate: 2, severity: null, goneAt: null }),
        named("spent", { burnRate: 3, leftShare: -0.2, goneAt: null }),
        named("quickly", { burnRate: 30 }),
        named("as it may", { burnRate: 1, severity: null }),
        named("elsewhere", { service: "mail" }),
      ),
    ).toEqual(["quickly", "spent", "slowly"]);
  });
  test("and none where none are declared", () => expect(namesOf()).toEqual([]));
});
