import { describe, expect, test } from "vitest";
import type { IncidentDetail } from "../api.ts";
import { sick } from "../fixture.ts";
import { happened } from "../lifecycle/growth.ts";
import { advance, nothingKnown } from "../lifecycle/lifecycle.ts";
import { rowOf } from "../store.ts";
import { lastedWords } from "./phrases.ts";
import { postMortemOf } from "./post-mortem.ts";

const at = Date.parse("2026-11-21T09:00:00Z");
const of = { externalUrl: "https://naru.example", now: at + 3_600_000 };

function detailOf(diagnosis = sick("payment", at)): IncidentDetail {
  const look = { at: at + 20_000, diagnosis, isBlind: false, alerts: [] };
  const [step] = advance(nothingKnown, look, () => "0123456789ab").steps;
  if (!step) throw new Error("nothing was opened");
  const { incident, happenings } = step;
  return {
    incident: rowOf(incident),
    best: diagnosis,
    bestAt: look.at,
    latest: diagnosis,
    latestAt: look.at,
    isImpactShared: false,
    symptoms: [...incident.symptoms],
    changes: [...incident.changes],
    happenings: [...happenings],
    absorbed: [],
  };
}

const section = (markdown: string, title: string) =>
  markdown.split("\n## ").find((each) => each.startsWith(title)) ?? "";

describe("a post-mortem", () => {
  const english = postMortemOf(detailOf(), "en", of);

  test("says what, why and on what evidence, the change with its values", () => {
    expect(english.split("\n")[0]).toBe(
      "# Connections of payment to its database ran out after release 2.4.0",
    );
    const cause = section(english, "Cause");
    expect(cause).toContain("Confidence: 86 %");
    expect(cause).toContain("`DB_POOL_MAX`: `10` → `2`");
    expect(cause).toContain("frontend → order → payment");
    expect(cause).toContain("(<https://naru.example/live?service=payment>)");
    expect(cause).toContain("### What argues against it");
    expect(section(english, "What was ruled out")).toContain("**catalog**");
  });

  test("has a timeline of changes, symptoms and what became of it, in order", () => {
    const times = [...section(english, "Timeline").matchAll(/^- (\S+ \S+) UTC/gm)].map(([, time = ""]) =>
      Date.parse(`${time}Z`),
    );
    expect(times).toHaveLength(6);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("names what was changed", () => {
    expect(section(english, "Timeline")).toContain(
      "**suspected change**: Deployment payment: DB\\_POOL\\_MAX",
    );
  });

  test("has actions to tick off, now and for good", () => {
    expect(section(english, "Actions").match(/^- \[ \] /gm)).toHaveLength(3);
  });

  test("asks what is not known", () => {
    expect(section(english, "Open questions")).toContain("still open");
    const { best, ...rest } = detailOf();
    const unknown = { ...rest, best: best && { ...best, impact: { ...best.impact, users: null } } };
    expect(section(postMortemOf(unknown, "en", of), "Open questions")).toContain("How many users");
  });

  test("names the objectives that are in danger, and none where none were known", () => {
    expect(section(english, "Impact")).not.toContain("Objectives");
    const sure = sick("payment", at);
    const objective = {
      name: "pay",
      title: "Payments",
      service: "payment",
      target: 0.999,
      windowDays: 30,
      leftShare: 0.4,
      burnRate: 20,
      goneAt: null,
      words: { en: "Payments burns 20 times as fast as it may.", ko: "Payments: 허용 속도의 20배" },
    };
    const told = detailOf({ ...sure, impact: { ...sure.impact, objectives: [objective] } });
    expect(section(postMortemOf(told, "en", of), "Impact")).toContain(
      "### Objectives in danger\n\n- Payments burns 20 times",
    );
    expect(section(postMortemOf(told, "ko", of), "영향")).toContain("- Payments: 허용 속도의 20배");
  });

  test("is Korean throughout when it is asked for in Korean", () => {
    const korean = postMortemOf(detailOf(), "ko", of);
    const titles = [...korean.matchAll(/^##+ (.*)$/gm)].map(([, title]) => title ?? "");
    expect(titles.filter((title) => !/[가-힣]/.test(title))).toEqual([]);
    expect(korean).toContain("확신도: 86 %");
  });

  test("shows hostile names and lines as text", () => {
    const told = detailOf(sick("<img src=x onerror=alert(1)>", at));
    const note = happened("note", at, { by: "hana", text: "[a](javascript:x)\n<script>" });
    const markdown = postMortemOf({ ...told, happenings: [...told.happenings, note] }, "en", of);
    const outsideOfCode = markdown.replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
    expect(outsideOfCode).not.toMatch(/<img|<script|<b>|(?<!\\)\]\(javascript/);
    expect(markdown).toContain("> \\[a\\](javascript:x)");
  });

  test("of an incident that only an alert knows says that nothing was diagnosed", () => {
    const told = { ...detailOf(), best: null, latest: null };
    expect(section(postMortemOf(told, "en", of), "Summary")).toContain("no diagnosis was made");
  });
});

describe("how long it lasted", () => {
  const facts: [ms: number, en: string, ko: string][] = [
    [0, "1 min", "1분"],
    [61 * 60_000, "1 h 1 min", "1시간 1분"],
    [7_200_000, "2 h", "2시간"],
  ];
  test.each(facts)("%d ms: %s, %s", (ms, en, ko) => {
    expect([lastedWords(ms, "en"), lastedWords(ms, "ko")]).toEqual([en, ko]);
  });
});
