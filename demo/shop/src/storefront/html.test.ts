import { expect, test } from "vitest";
import { html } from "./html.ts";

test("a value is escaped, markup made by the tag is not", () => {
  const name = `<b>"Tom & 'Jerry'"</b>`;
  expect(html`<p>${name}${html`<i>${1}</i>`}</p>`.markup).toBe(
    "<p>&lt;b&gt;&quot;Tom &amp; &#39;Jerry&#39;&quot;&lt;/b&gt;<i>1</i></p>",
  );
});

test("a list is joined and an absent part leaves nothing", () => {
  const items = ["a", "b"].map((item) => html`<li>${item}</li>`);
  expect(html`${items}${false}${undefined}`.markup).toBe("<li>a</li><li>b</li>");
});
