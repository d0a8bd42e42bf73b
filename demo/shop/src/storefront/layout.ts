import { type Html, html } from "./html.ts";
import type { Session } from "./session.ts";
import { words } from "./text.ts";

/** Every page of the shop: head, search, the visitor's own corner, and the page's content. */
export function layout(session: Session, title: string, content: Html): string {
  const text = words(session.language);
  const other =
    session.language === "ko"
      ? html`<a href="?lang=en" lang="en">English</a>`
      : html`<a href="?lang=ko" lang="ko">한국어</a>`;
  return html`<!doctype html>
    <html lang="${session.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${text.shop}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/shop.css" />
      </head>
      <body>
        <header>
          <a class="brand" href="/">${text.shop}</a>
          <form class="search" action="/search" role="search">
            <input
              name="q"
              type="search"
              required
              aria-label="${text.search}"
              placeholder="${text.searchHint}"
            />
            <label><input name="in" type="checkbox" value="reviews" /> ${text.inReviews}</label>
            <button>${text.search}</button>
          </form>
          <nav>
            <a href="/cart">${text.cart}</a>
            ${session.user ? account(session.user.name, session) : html`<a href="/sign-in">${text.signIn}</a>`}
            ${other}
          </nav>
        </header>
        <main>${content}</main>
        <footer>${text.shop} — ${text.tagline}</footer>
      </body>
    </html>`.markup;
}

function account(name: string, { language }: Session): Html {
  const text = words(language);
  return html`<a href="/orders">${text.orders}</a>
    <form method="post" action="/sign-out">
      <span class="who">${name}</span> <button class="link">${text.signOut}</button>
    </form>`;
}
