import { describe, expect } from "vitest";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    findings: "What differs",
    explanations: "What explains it",
    slower: /It takes longer: p50 from [\d.]+\s(µs|ms|s) to [\d.]+\s(µs|ms|s)/,
    lead: /in [\d.]+\s% of B, but [\d.]+\s% of A/,
    points: /^([\d,]+) transactions by the time/,
    differs: "What is different about these?",
    nothingYet: "There is nothing to compare with yet",
    pods: "Pods",
  },
  ko: {
    findings: "달라진 점",
    explanations: "차이를 설명하는 속성",
    slower: /더 오래 걸립니다: p50 [\d.]+\s(µs|ms|s) → [\d.]+\s(µs|ms|s)/,
    lead: /B의 [\d.]+\s%, A의 [\d.]+\s%에 있습니다/,
    points: /트랜잭션 ([\d,]+)건$/,
    differs: "무엇이 다른가요?",
    nothingYet: "비교할 대상이 아직 없습니다",
    pods: "파드",
  },
};

/** A shop that has just opened has asked too little to tell. */
const enoughSeen = { timeout: 20_000, interval: 2000 };

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("what two filters tell apart is said in sentences, and what explains it", async ({ visit }) => {
    const path = "/compare?by=filter&filter=service%3Dstorefront&baseFilter=service%3Dcatalog";
    const page = await visit({ language, path });
    const explanations = page.getByRole("region", { name: say.explanations });
    await explanations.getByText(say.lead).first().waitFor();
    const findings = page.getByRole("region", { name: say.findings });
    await expect
      .poll(async () => {
        await page.goto(new URL("/compare?by=filter&filter=duration%3E20ms", page.url()).href);
        await findings.waitFor();
        return findings.getByText(say.slower).count();
      }, enoughSeen)
      .toBeGreaterThan(0);
  });

  test("a box of the scatter is compared with everything else", async ({ visit }) => {
    const page = await visit({ language, path: "/live?from=now-15m" });
    const plot = page.getByRole("img", { name: say.points });
    await plot.waitFor();
    const { x, y, width, height } = (await plot.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + 2, y + height * 0.7);
    await page.mouse.down();
    await page.mouse.move(x + width - 2, y + height * 0.005, { steps: 4 });
    await page.mouse.up();
    await page.getByRole("link", { name: say.differs }).click();
    await page.getByRole("region", { name: say.explanations }).getByText(say.lead).first().waitFor();
    expect(new URL(page.url()).searchParams.get("filter")).toContain("duration>=");
  });

  test("pods are those of a service", async ({ visit }) => {
    const page = await visit({ language, path: "/compare?by=pod" });
    await page.getByText(say.nothingYet).waitFor();
    await page.getByRole("combobox").first().selectOption("storefront");
    await page.getByRole("region", { name: say.findings }).waitFor();
  });
});
