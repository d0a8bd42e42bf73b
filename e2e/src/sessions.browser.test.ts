import { describe, expect } from "vitest";
import { eventually } from "@naru/testkit";
import { call } from "./call.ts";
import { clusterName } from "./cluster-scene.ts";
import { rowsOf } from "./table.ts";
import { test } from "./visit.ts";
import { languages, words as common } from "./words.ts";

const words = {
  en: {
    applications: "Applications",
    stores: "Stores",
    up: "takes writes",
    sessions: "Sessions",
    user: "User",
    find: "Find",
    all: (user: string) => `End all of ${user}…`,
    end: "End",
    ended: /^\d+ sessions? (?:was|were) ended\.$/,
    close: "Close",
    none: "No session is there that fits",
    byId: "Session ID",
    stored: (user: string) => `Stored sessions of ${user}`,
    openFor: (user: string) => `Open an application to see its sessions of ${user}.`,
  },
  ko: {
    applications: "애플리케이션",
    stores: "저장소",
    up: "쓰기 가능",
    sessions: "세션",
    user: "사용자",
    find: "찾기",
    all: (user: string) => `${user}의 세션 모두 종료…`,
    end: "종료",
    ended: /^세션 \d+개를 종료했습니다\.$/,
    close: "닫기",
    none: "조건에 맞는 세션이 없습니다",
    byId: "세션 ID",
    stored: (user: string) => `${user}의 저장된 세션`,
    openFor: (user: string) => `애플리케이션을 열면 ${user}의 세션을 볼 수 있습니다.`,
  },
};

const shop = { cluster: clusterName, namespace: "shop", name: "storefront" };

/** Somebody who has a session now, and the last thing that they did. */
const findVisitor = () =>
  eventually(async () => {
    const { sessions } = await call<{ sessions: { user: string | null }[] }>("/api/sessions/find", shop);
    const user = sessions.find((session) => session.user !== null)?.user ?? "nobody";
    const filter = encodeURIComponent(`user.id=${user}`);
    const { transactions } = await call<{ transactions: { traceId: string }[] }>(
      `/api/apm/transactions?order=newest&filter=${filter}`,
    );
    const [last] = transactions;
    if (last === undefined) throw new Error(`Nothing is known of ${user}.`);
    return { user, traceId: last.traceId };
  }, 60_000);

const isInSight = (element: Element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
};

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("sessions of the shop are counted, and a user's are found and ended", async ({ visit }) => {
    const page = await visit({ language, path: "/sessions" });
    await page.getByRole("region", { name: say.stores }).getByText(say.up).waitFor();
    const table = page.getByRole("table", { name: say.applications });
    await expect
      .poll(async () => Number((await rowsOf(table))[0]?.find((text) => /^\d+$/.test(text))))
      .toBeGreaterThan(0);
    await table.getByRole("link", { name: "storefront" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "storefront" }).waitFor();

    const found = page.getByRole("table", { name: say.sessions });
    let user = "";
    await expect
      .poll(
        async () =>
          (user =
            (await rowsOf(found)).map(([, name = ""]) => name).find((name) => name.startsWith("u")) ?? ""),
      )
      .not.toBe("");
    await page.getByRole("searchbox", { name: say.user }).fill(user);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: say.all(user) }).press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: say.end, exact: true }).press("Enter");
    await dialog.getByText(say.ended).waitFor();
    await dialog.getByRole("button", { name: say.close }).last().press("Enter");
    await dialog.waitFor({ state: "hidden" });
  });

  test("a trace leads to the stored sessions of its user, and those to what the user did", async ({
    visit,
  }) => {
    const { user, traceId } = await findVisitor();
    const page = await visit({ language, path: `/traces/${traceId}?view=session` });
    await page.getByRole("link", { name: say.stored(user) }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "storefront" }).waitFor();
    const box = page.getByRole("searchbox", { name: say.user });
    expect(await box.inputValue()).toBe(user);
    const session = page
      .getByRole("table", { name: say.sessions })
      .getByRole("link", { name: user, exact: true });
    await session.first().waitFor();
    await expect.poll(() => box.evaluate(isInSight)).toBe(true);
    await session.first().press("Enter");
    const traces = page.getByRole("table", { name: common[language].traces });
    await expect.poll(async () => (await rowsOf(traces)).length).toBeGreaterThan(0);
    expect(new URL(page.url()).searchParams.get("filter")).toContain(`user.id=${user}`);
  });

  test("where it is not clear whose sessions they are, the user comes along to each application", async ({
    visit,
  }) => {
    const page = await visit({ language, path: "/sessions?user=ann" });
    await page.getByText(say.openFor("ann")).waitFor();
    const table = page.getByRole("table", { name: say.applications });
    await table.getByRole("link", { name: "storefront" }).press("Enter");
    expect(await page.getByRole("searchbox", { name: say.user }).inputValue()).toBe("ann");
    await page.getByText(say.none).waitFor();
  });

  test("an id that nobody has is told, and stands in no address", async ({ visit }) => {
    const page = await visit({ language, path: `/sessions/${clusterName}/shop/storefront` });
    await page.getByRole("radio", { name: say.byId }).press(" ");
    await page.getByRole("searchbox", { name: say.byId }).fill("s3cret");
    await page.getByRole("button", { name: say.find, exact: true }).press("Enter");
    await page.getByText(say.none).waitFor();
    expect(page.url()).not.toContain("s3cret");
  });
});
