import { describe, expect, inject } from "vitest";
import { test } from "./visit.ts";
import { languages, words } from "./words.ts";

const { token, url } = inject("platform");

describe.each(languages)("in %s", (language) => {
  const say = words[language];

  test("the start link signs in, and its token stays nowhere in the browser", async ({ visit }) => {
    const page = await visit({ language, path: "/" });
    await page.getByRole("heading", { name: say.services }).waitFor();
    const kept = await page.evaluate(() => [
      location.href,
      document.cookie,
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      JSON.stringify(history.state),
    ]);
    expect(kept.join("\n")).not.toContain(token);
    await page.getByRole("link", { name: say.logs }).click();
    await page.goBack();
    await page.getByRole("heading", { name: say.services }).waitFor();
    expect(page.url()).not.toContain(token);
  });

  test("the form takes the token or the whole link, refuses another, and keeps the page's address", async ({
    visit,
  }) => {
    const path = "/traces?from=now-1h&filter=service%3Dcart";
    const page = await visit({ language, path, signedIn: false, refusals: [401] });
    await page.getByRole("heading", { name: say.signInTitle }).waitFor();
    await page.getByLabel(say.token).fill("not-the-token");
    await page.getByRole("button", { name: say.signIn }).click();
    await page.getByRole("alert").getByText(say.wrongToken).waitFor();
    await page.getByLabel(say.token).fill(`${url}/#token=${token}`);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: say.traces }).waitFor();
    const address = new URL(page.url());
    expect(address.pathname + address.search).toBe(path);
    await page.getByRole("button", { name: "service=cart", exact: true }).waitFor();
  });

  test("signing out ends the session", async ({ visit }) => {
    const page = await visit({ language, path: "/logs", refusals: [401] });
    await page.getByRole("button", { name: say.more }).click();
    await page.getByRole("menuitem", { name: say.signOut }).click();
    await page.getByRole("heading", { name: say.signInTitle }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: say.signInTitle }).waitFor();
  });
});
