import type { Category, Product, ProductDetail, ProductPage } from "../../catalog/api.ts";
import type { Stock } from "../../inventory/api.ts";
import { artwork } from "../artwork.ts";
import { type Html, html } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import type { Session } from "../session.ts";
import { won, words } from "../text.ts";

export const productName = (product: Pick<Product, "nameKo" | "nameEn">, language: Language): string =>
  language === "ko" ? product.nameKo : product.nameEn;

export function homePage(
  session: Session,
  categories: readonly Category[],
  popular: readonly Product[],
): string {
  const text = words(session.language);
  return layout(
    session,
    text.tagline,
    html`<section class="hero"><h1>${text.tagline}</h1></section>
      ${categoryLinks(categories, session.language)}
      <h2>${text.popular}</h2>
      ${tiles(popular, session.language)}`,
  );
}

/** @param address  of this list, up to the page number: `/category/tea?page=` */
export function listPage(
  session: Session,
  title: string,
  categories: readonly Category[],
  found: ProductPage,
  address: string,
): string {
  const text = words(session.language);
  return layout(
    session,
    title,
    html`${categoryLinks(categories, session.language)}
      <h1>${title}</h1>
      ${found.products.length > 0 ? tiles(found.products, session.language) : html`<p>${text.nothingFound}</p>`}
      <nav class="pages">
        ${found.page > 1 && html`<a href="${address}${found.page - 1}">← ${text.previous}</a>`}
        ${found.more && html`<a href="${address}${found.page + 1}">${text.next} →</a>`}
      </nav>`,
  );
}

/** @param stock  undefined while nobody knows: the shop then lets people order and finds out */
export function productPage(session: Session, product: ProductDetail, stock: Stock | undefined): string {
  const text = words(session.language);
  const name = productName(product, session.language);
  const available = stock?.available ?? 1;
  return layout(
    session,
    name,
    html`<article class="product">
      ${artwork(product)}
      <div>
        <h1>${name}</h1>
        <p class="price">${won(product.price)}</p>
        <p>${session.language === "ko" ? product.descriptionKo : product.descriptionEn}</p>
        ${product.rating !== null && html`<p class="quiet">★ ${product.rating.toFixed(1)} · ${product.reviews} ${text.reviews}</p>`}
        <p class="stock" data-left="${stock?.available}">${stock && availability(stock, session.language)}</p>
        <form method="post" action="/cart">
          <input type="hidden" name="product" value="${product.id}" />
          <input name="quantity" type="number" value="1" min="1" max="9" aria-label="quantity" />
          <button ${available === 0 && html`disabled`}>${text.addToCart}</button>
        </form>
      </div>
    </article>`,
  );
}

function availability({ available }: Stock, language: Language): string {
  const text = words(language);
  if (available === 0) return text.soldOut;
  return available < 10 ? text.fewLeft : text.inStock;
}

function categoryLinks(categories: readonly Category[], language: Language): Html {
  const links = categories.map(
    (each) => html`<a href="/category/${each.slug}">${language === "ko" ? each.nameKo : each.nameEn}</a>`,
  );
  return html`<nav class="categories">${links}</nav>`;
}

function tiles(products: readonly Product[], language: Language): Html {
  const each = products.map(
    (product) =>
      html`<a class="tile" href="/product/${product.id}"
        >${artwork(product)} <span>${productName(product, language)}</span><b>${won(product.price)}</b></a
      >`,
  );
  return html`<div class="tiles">${each}</div>`;
}
