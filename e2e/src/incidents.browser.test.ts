import { describe, expect } from "vitest";
import { alertIncident, openIncident, resolvedIncident } from "./incident-scene.ts";
import { columnOf, rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages } from "./words.ts";

const words = {
  en: {
    incidents: "Incidents",
    open: "Open",
    count: "2 open incidents",
    poolExhausted: "Connections of payment to its database ran out after release 2.4.0",
    now: "What to do now",
    rollBack: "Roll payment back to revision 7",
    workload: "Open Deployment payment",
    timeline: "Timeline",
    begins: "It begins",
    suspect: "suspect",
    path: "From symptom to cause",
    helped: "What helped then",
    acknowledge: "Acknowledge",
    takeBack: "Take back",
    owner: /looks after it$/,
    write: "Write a note",
    add: "Add note",
    notes: "Notes",
    resolve: "Resolve",
    what: "What helped",
    reopen: "Reopen",
    postMortem: "Post-mortem",
    ruledOut: "## What was ruled out",
    verdict: "Was the cause right?",
    wrong: "Wrong",
    really: "What it really was",
    slowQuery: "Slow query",
    save: "Save verdict",
    saidWrong: /says that it was wrong$/,
    back: "Take the verdict back",
    nothing: "No incident fits",
    clear: "Clear the filter",
    find: "Find incidents",
    alerts: "Alerts",
    diagnose: "Diagnose a time range",
  },
  ko: {
    incidents: "장애",
    open: "진행 중",
    count: "진행 중인 장애 2건",
    poolExhausted: "릴리스 2.4.0 이후 payment의 데이터베이스 커넥션 풀이 고갈되었습니다",
    now: "지금 할 일",
    rollBack: "payment를 리비전 7로 롤백",
    workload: "Deployment payment 열기",
    timeline: "타임라인",
    begins: "장애 발생",
    suspect: "의심",
    path: "증상에서 원인까지",
    helped: "당시 도움이 된 조치",
    acknowledge: "확인",
    takeBack: "확인 취소",
    owner: /님이 대응 중$/,
    write: "메모 작성",
    add: "메모 추가",
    notes: "메모",
    resolve: "종료",
    what: "해결한 방법",
    reopen: "다시 열기",
    postMortem: "사후 분석 보고서",
    ruledOut: "## 배제한 원인",
    verdict: "진단한 원인이 맞았나요?",
    wrong: "틀림",
    really: "실제 원인",
    slowQuery: "느린 쿼리",
    save: "평가 저장",
    saidWrong: /님의 평가: 틀림$/,
    back: "평가 취소",
    nothing: "조건에 맞는 장애가 없습니다",
    clear: "필터 지우기",
    find: "장애 검색",
    alerts: "알림",
    diagnose: "구간 진단",
  },
};

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("open incidents stand first, are counted in the navigation, and one leads to its page", async ({
    visit,
  }) => {
    const page = await visit({ language, path: "/incidents" });
    const table = page.getByRole("table", { name: say.incidents });
    await expect.poll(async () => (await rowsOf(table)).length).toBe(3);
    const [first = "", second = "", third = ""] = await columnOf(table, 0);
    expect([first, second].every((headline) => headline.startsWith(say.open))).toBe(true);
    expect(third).toContain(say.poolExhausted);
    expect(third.startsWith(say.open)).toBe(false);
    await page.getByText(say.count).waitFor({ state: "attached" });
    await table.getByRole("link").nth(1).click();
    await page.getByRole("heading", { level: 1, name: say.poolExhausted }).waitFor();
  });

  test("a filter that nothing fits says so, and there is a way back", async ({ visit }) => {
    const page = await visit({ language, path: "/incidents" });
    await page.getByRole("searchbox", { name: say.find }).fill("nobody");
    await page.getByText(say.nothing).waitFor();
    await page.getByRole("button", { name: say.clear }).click();
    await page.getByRole("table", { name: say.incidents }).waitFor();
  });

  test("an incident says what to do, what happened in which order, and what helped before", async ({
    visit,
  }) => {
    const page = await visit({ language, path: `/incidents/${openIncident}` });
    const now = page.getByRole("region", { name: say.now });
    expect(await now.getByRole("listitem").first().innerText()).toContain(say.rollBack);
    const link = now.getByRole("link", { name: say.workload }).first();
    expect(await link.getAttribute("href")).toContain(
      "/workloads/local/Deployment/shop/payment?view=revisions",
    );
    const line = page.getByRole("region", { name: say.timeline }).getByRole("listitem");
    expect(await line.nth(0).innerText()).toContain(say.suspect);
    expect(await line.nth(1).innerText()).toContain(say.begins);
    const way = page.getByRole("region", { name: say.path }).getByRole("link");
    expect(await way.allInnerTexts()).toEqual(["storefront", "order", "payment"]);
    await page.getByText(say.helped).waitFor();
    await page.getByText("DB_POOL_MAX belongs into the chart").waitFor();
  });

  test("log lines are shown as they are, never as HTML", async ({ visit }) => {
    const page = await visit({ language, path: `/incidents/${openIncident}` });
    await page.getByText("<b>timeout</b> exceeded when trying to connect").waitFor();
    expect(await page.locator("main code b").count()).toBe(0);
  });

  test("a person acknowledges, notes, resolves with what helped, and takes all of it back", async ({
    visit,
  }) => {
    const page = await visit({ language, path: `/incidents/${openIncident}` });
    await page.getByRole("button", { name: say.acknowledge, exact: true }).click();
    await page.getByText(say.owner).first().waitFor();
    await page.getByRole("button", { name: say.takeBack, exact: true }).click();
    const notes = page.getByRole("region", { name: say.notes });
    await notes.getByRole("textbox", { name: say.write }).fill(`looking at it in ${language}`);
    await notes.getByRole("button", { name: say.add }).click();
    await notes.getByText(`looking at it in ${language}`).waitFor();
    await page.getByRole("button", { name: say.resolve, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: say.what }).fill("rolled back");
    await dialog.getByRole("button", { name: say.resolve, exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: say.reopen }).click();
    await page.getByRole("button", { name: say.resolve, exact: true }).waitFor();
  });

  test("a person says that the cause was wrong and what it was, and takes that back", async ({ visit }) => {
    const page = await visit({ language, path: `/incidents/${openIncident}` });
    const form = page.getByRole("region", { name: say.verdict });
    await form.getByRole("radio", { name: say.wrong }).click();
    await form.getByRole("combobox", { name: say.really }).selectOption({ label: say.slowQuery });
    await form.getByRole("button", { name: say.save }).click();
    await form.getByText(say.saidWrong).waitFor();
    await form.getByRole("button", { name: say.back }).click();
    await form.getByRole("radio", { name: say.wrong }).waitFor();
  });

  test("a post-mortem is read and taken along", async ({ visit }) => {
    const page = await visit({ language, path: `/incidents/${resolvedIncident}` });
    await page.getByRole("button", { name: say.postMortem }).click();
    const report = page.getByRole("dialog").getByRole("textbox");
    await expect.poll(() => report.inputValue()).toContain(say.ruledOut);
  });

  test("an incident that only an alert knows leads to the alert and to a diagnosis of its time", async ({
    visit,
  }) => {
    const page = await visit({ language, path: `/incidents/${alertIncident}` });
    const panel = page.getByRole("region", { name: say.alerts, exact: true });
    await panel.getByRole("link", { name: "HighErrorRatio" }).waitFor();
    const link = panel.getByRole("link", { name: say.diagnose });
    expect(await link.getAttribute("href")).toMatch(/^\/incidents\/diagnose\?from=.+&to=.+/);
  });

  test("a service's page tells of its open incident", async ({ visit }) => {
    const page = await visit({ language, path: "/services/payment" });
    await page.getByRole("status").getByRole("link", { name: say.poolExhausted }).waitFor();
  });
});
