import type { Cart, CartLine } from "../../cart/api.ts";
import { cards } from "../../card-network/api.ts";
import type { Product } from "../../catalog/api.ts";
import type { Order, OrderSummary } from "../../order/api.ts";
import { type Html, html } from "../html.ts";
import type { Language } from "../language.ts";
import { layout } from "../layout.ts";
import type { Session } from "../session.ts";
import { stateText, won, words } from "../text.ts";
import { productName } from "./browse.ts";

export function cartPage(session: Session, cart: Cart, products: readonly Product[]): string {
  const text = words(session.language);
  const removal = ({ productId }: CartLine) =>
    html`<form method="post" action="/cart/${productId}/removal">
      <button class="link">${text.remove}</button>
    </form>`;
  const content =
    cart.lines.length === 0
      ? html`<p>${text.emptyCart}</p>`
      : html`${lineTable(cart, products, session.language, removal)}
          <p><a class="button" href="/checkout">${text.checkOut}</a></p>`;
  return layout(
    session,
    text.cart,
    html`<h1>${text.cart}</h1>
      ${content}`,
  );
}

export function checkoutPage(session: Session, cart: Cart, products: readonly Product[]): string {
  const text = words(session.language);
  const choices = [
    [cards.visa, "Visa ···· 4242"],
    [cards.mastercard, "Mastercard ···· 4444"],
    [cards.declined, text.decliningCard],
  ] as const;
  const radios = choices.map(
    ([token, label], index) =>
      html`<label
        ><input type="radio" name="card" value="${token}" ${index === 0 && html`checked`} /> ${label}</label
      >`,
  );
  return layout(
    session,
    text.checkOut,
    html`<h1>${text.checkOut}</h1>
      ${lineTable(cart, products, session.language)}
      <form class="stack" method="post" action="/checkout">
        <fieldset>
          <legend>${text.payWith}</legend>
          ${radios}
        </fieldset>
        <button>${text.pay} · ${won(cart.total)}</button>
      </form>`,
  );
}

export function orderPage(session: Session, order: Order, products: readonly Product[]): string {
  const text = words(session.language);
  return layout(
    session,
    text.order,
    html`<h1>${text.order} <small>${order.id.slice(0, 8)}</small></h1>
      <p>${badge(order, session.language)}</p>
      ${lineTable(order, products, session.language)}
      <p><a href="/">${text.keepShopping}</a></p>`,
  );
}

export function ordersPage(session: Session, orders: readonly OrderSummary[]): string {
  const text = words(session.language);
  const rows = orders.map(
    (order) =>
      html`<tr>
        <td><a href="/order/${order.id}">${order.id.slice(0, 8)}</a></td>
        <td>${new Date(order.placedAt).toISOString().slice(0, 16).replace("T", " ")} UTC</td>
        <td>${badge(order, session.language)}</td>
        <td class="number">${won(order.total)}</td>
      </tr>`,
  );
  const content =
    rows.length > 0
      ? html`<table>
          <tbody>
            ${rows}
          </tbody>
        </table>`
      : html`<p>${text.noOrders}</p>`;
  return layout(
    session,
    text.orders,
    html`<h1>${text.orders}</h1>
      ${content}`,
  );
}

const badge = ({ state }: OrderSummary, language: Language): Html =>
  html`<span class="badge" data-state="${state}">${stateText(state, language)}</span>`;

function lineTable(
  { lines, total }: Pick<Cart, "lines" | "total">,
  products: readonly Product[],
  language: Language,
  extra?: (line: CartLine) => Html,
): Html {
  const names = new Map(products.map((product) => [product.id, productName(product, language)]));
  const rows = lines.map(
    (line) =>
      html`<tr>
        <td><a href="/product/${line.productId}">${names.get(line.productId) ?? line.productId}</a></td>
        <td class="number">${line.quantity} × ${won(line.unitPrice)}</td>
        <td class="number">${won(line.quantity * line.unitPrice)}</td>
        ${extra && html`<td>${extra(line)}</td>`}
      </tr>`,
  );
  return html`<table>
    <tbody>
      ${rows}
    </tbody>
    <tfoot>
      <tr>
        <th>${words(language).total}</th>
        <td></td>
        <td class="number"><b>${won(total)}</b></td>
      </tr>
    </tfoot>
  </table>`;
}
