import { eventually } from "@naru/testkit";
import { beforeAll, describe, expect, inject } from "vitest";
import { violations } from "./accessibility.ts";
import { restingYaml, sendPast, skiffYaml } from "./capacity-scene.ts";
import { apply, ask } from "./cluster-calls.ts";
import { clusterName } from "./cluster-scene.ts";
import { settled, tooWide } from "./layout.ts";
import { rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    workloads: "Workloads",
    replicas: /^Replicas:/,
    load: /^Requests:/,
    decisions: "Decisions",
    offer: "No autoscaler scales this workload",
    review: "Review and apply",
    patch: "Patch",
    saved: "CPU saved",
    most: "At most, pods",
    wasMost: "Pods at most",
    pattern: "Daily",
    requests: /^Requests: Was/,
    nothing: "Nothing is known of what it uses",
    asleep: "Asleep",
    brings: /brings back pods as there were \(3\)/,
    held: "Not scaled to zero",
    noEntrance: /no Service with an address of its own/,
  },
  ko: {
    workloads: "워크로드",
    replicas: /^파드:/,
    load: /^요청:/,
    decisions: "결정 이력",
    offer: "이 워크로드에는 오토스케일러가 없습니다",
    review: "검토 후 적용",
    patch: "패치",
    saved: "CPU 절감",
    most: "최대 파드",
    wasMost: "최대 파드",
    pattern: "일간",
    requests: /^요청: 실제/,
    nothing: "사용량을 알 수 없습니다",
    asleep: "휴면",
    brings: /파드를 3개로 되돌립니다/,
    held: "축소 보류",
    noEntrance: /이 워크로드로 이어지는/,
  },
};

const path = (name: string, search = "") => `/capacity/${clusterName}/Deployment/harbour/${name}${search}`;

interface Pod {
  readonly name: string;
  readonly health: string;
  readonly workload: { readonly name: string } | null;
}

/** One workload that an autoscaler scales, with four days of past, one that has neither, and two that ask to sleep. */
beforeAll(async () => {
  await apply(restingYaml);
  await apply(skiffYaml("skiff", true));
  await apply(skiffYaml("dory", false));
  const pods = await eventually(async () => {
    const { pods: all } = await ask<{ pods: Pod[] }>("/pods?namespace=harbour");
    const own = all.filter(({ workload, health }) => workload?.name === "skiff" && health === "good");
    if (own.length < 2) throw new Error(`${own.length} pods are ready.`);
    return own.map(({ name }) => name);
  }, 60_000);
  const { otlpHttp } = inject("platform");
  await sendPast(otlpHttp, { namespace: "harbour", name: "skiff", pods, days: 4 });
}, 180_000);

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("the list says what is requested and used, and leads to a workload", async ({ visit }) => {
    const page = await visit({ language, path: "/capacity" });
    const table = page.getByRole("table", { name: say.workloads });
    await expect
      .poll(async () => (await rowsOf(table)).some((row) => row.join(" ").includes("skiff")))
      .toBe(true);
    await table.getByRole("link", { name: "skiff" }).click();
    await page.getByRole("img", { name: say.replicas }).waitFor();
  });

  test("replicas stand against load, with every decision", async ({ visit }) => {
    const page = await visit({ language, path: path("skiff", "?from=now-1d") });
    await page.getByRole("img", { name: say.replicas }).waitFor();
    await page.getByRole("img", { name: say.load }).waitFor();
    const decisions = page.getByRole("table", { name: say.decisions });
    await expect.poll(async () => (await rowsOf(decisions)).length).toBeGreaterThan(0);
    await fits(page);
  });

  test("what has no autoscaler is offered one, which is reviewed before it is applied", async ({ visit }) => {
    const page = await visit({ language, path: path("dory"), scheme: "light" });
    await page.getByText(say.offer).waitFor();
    await page.getByRole("button", { name: say.review }).click();
    await page.getByText("HorizontalPodAutoscaler").first().waitFor();
    expect(new URL(page.url()).pathname).toBe("/apply");
  });

  test("sizes that fit come as a patch, with the saving", async ({ visit }) => {
    const page = await visit({ language, path: path("skiff", "?view=sizes") });
    await page.getByText(say.saved).waitFor();
    await page.getByText("cpu: 240m").waitFor();
    await fits(page);
    await page.getByRole("region", { name: say.patch }).getByRole("button", { name: say.review }).click();
    await page.getByText("memory: 112Mi").waitFor();
    expect(new URL(page.url()).pathname).toBe("/apply");
  });

  test("without any use it is said what is missing", async ({ visit }) => {
    const page = await visit({ language, path: path("dory", "?view=sizes") });
    await page.getByText(say.nothing).waitFor();
  });

  test("other settings are replayed as they are typed", async ({ visit }) => {
    const page = await visit({
      language,
      path: path("skiff", "?view=replay&measure=requests"),
      scheme: "light",
    });
    const most = page.locator("dl > div").filter({ hasText: say.wasMost }).locator("dd");
    await most.getByText(/^6/).waitFor();
    await page.getByLabel(say.most).fill("3");
    await most.getByText(/^3/).waitFor();
    await page.getByText("maxReplicas: 3").waitFor();
    await fits(page);
  });

  test("whether a workload sleeps is said, and why not", async ({ visit }) => {
    const page = await visit({ language, path: path("punt") });
    await page.getByText(say.asleep, { exact: true }).waitFor();
    await page.getByText(say.brings).waitFor();
    await fits(page);
    const other = await visit({ language, path: path("raft"), scheme: "light" });
    await other.getByText(say.held, { exact: true }).first().waitFor();
    await other.getByText(say.noEntrance).first().waitFor();
    await fits(other);
  });

  test("what is about to come is drawn, with how far it can be trusted", async ({ visit }) => {
    const page = await visit({ language, path: path("skiff", "?view=forecast") });
    await page.getByText(say.pattern, { exact: true }).waitFor();
    await page.getByRole("img", { name: say.requests }).waitFor();
    await fits(page);
  });
});

type Visited = Parameters<typeof settled>[0];

/** For everybody, and on a telephone. */
async function fits(page: Visited): Promise<void> {
  await settled(page);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(tooWide)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}
