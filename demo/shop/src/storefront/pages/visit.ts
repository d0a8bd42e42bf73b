import { demoPassword, emailOf } from "../demo-users.ts";
import { html } from "../html.ts";
import { layout } from "../layout.ts";
import type { Session } from "../session.ts";
import { problemText, words } from "../text.ts";

export function signInPage(session: Session, next: string): string {
  const text = words(session.language);
  return layout(
    session,
    text.signIn,
    html`<h1>${text.signIn}</h1>
      <form class="stack" method="post" action="/sign-in">
        <input type="hidden" name="next" value="${next}" />
        <label>${text.email} <input name="email" type="email" required value="${emailOf(0)}" /></label>
        <label
          >${text.password} <input name="password" type="password" required value="${demoPassword}"
        /></label>
        <button>${text.signIn}</button>
      </form>
      <p class="quiet">${text.demoAccounts}: ${emailOf(0)}, ${emailOf(1)}… / ${demoPassword}</p>`,
  );
}

export function problemPage(session: Session, code: string): string {
  const text = words(session.language);
  const message = problemText(code, session.language);
  return layout(
    session,
    message,
    html`<h1>${message}</h1>
      <p class="quiet">${text.tryAgain}</p>
      <p><a class="button" href="/cart">${text.cart}</a> <a href="/">${text.keepShopping}</a></p>`,
  );
}
