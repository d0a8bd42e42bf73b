import type { Express, Request } from "express";
import type { Cart } from "../cart/api.ts";
import type { Product, ProductDetail, ProductPage } from "../catalog/api.ts";
import type { Queryable } from "../chassis/database.ts";
import { log } from "../chassis/log.ts";
import { Problem } from "../chassis/problem.ts";
import { queryText } from "../chassis/query.ts";
import type { Upstream } from "../chassis/upstream.ts";
import type { Stock } from "../inventory/api.ts";
import type { Order, OrderSummary } from "../order/api.ts";
import type { accounts } from "./accounts.ts";
import type { rememberedCategories } from "./categories.ts";
import { homePage, listPage, productPage } from "./pages/browse.ts";
import { cartPage, checkoutPage, orderPage, ordersPage } from "./pages/buy.ts";
import { signInPage } from "./pages/visit.ts";
import { requireSession, sessionOf, signInAs, signOut } from "./session.ts";
import { words } from "./text.ts";

export interface Upstreams {
  catalog: Upstream;
  cart: Upstream;
  inventory: Upstream;
  order: Upstream;
}

export function browsing(
  app: Express,
  { catalog, inventory }: Upstreams,
  categories: ReturnType<typeof rememberedCategories>,
): void {
  app.get("/", async (request, response) => {
    const [all, popular] = await Promise.all([categories(), catalog.get<Product[]>("/products/popular")]);
    response.send(homePage(sessionOf(request), all, popular));
  });

  app.get("/category/:slug", async (request, response) => {
    const { slug } = request.params;
    const page = queryText(request.query, "page", "1");
    const [all, found] = await Promise.all([
      categories(),
      catalog.get<ProductPage>(`/products?${new URLSearchParams({ category: slug, page })}`),
    ]);
    const session = sessionOf(request);
    const category = all.find((each) => each.slug === slug);
    if (!category) throw new Problem(404, "category_unknown", `there is no category ${slug}`);
    const title = session.language === "ko" ? category.nameKo : category.nameEn;
    response.send(listPage(session, title, all, found, `/category/${slug}?page=`));
  });

  app.get("/search", async (request, response) => {
    const asked = { q: queryText(request.query, "q"), in: queryText(request.query, "in", "names") };
    const page = queryText(request.query, "page", "1");
    const [all, found] = await Promise.all([
      categories(),
      catalog.get<ProductPage>(`/products/search?${new URLSearchParams({ ...asked, page })}`),
    ]);
    const session = sessionOf(request);
    const title = `${words(session.language).results}: ${asked.q}`;
    response.send(listPage(session, title, all, found, `/search?${new URLSearchParams(asked)}&page=`));
  });

  app.get("/product/:id", async (request, response) => {
    const [product, stock] = await Promise.all([
      catalog.get<ProductDetail>(`/products/${request.params.id}`),
      inventory.get<Stock>(`/stock/${request.params.id}`).catch(() => undefined),
    ]);
    response.send(productPage(sessionOf(request), product, stock));
  });
}

export function buying(app: Express, { catalog, cart, order }: Upstreams): void {
  app.use(["/cart", "/checkout", "/order", "/orders"], requireSession);

  const cartOf = (request: Request) => cart.get<Cart>(`/carts/${sessionOf(request).cartId}`);
  const productsIn = ({ lines }: Pick<Cart, "lines">) =>
    lines.length === 0
      ? []
      : catalog.get<Product[]>(`/products?ids=${lines.map((line) => line.productId).join()}`);

  app.get("/cart", async (request, response) => {
    const contents = await cartOf(request);
    response.send(cartPage(sessionOf(request), contents, await productsIn(contents)));
  });

  app.post("/cart", async (request, response) => {
    const { product: id, quantity = "1" } = request.body;
    const product = await catalog.get<Product>(`/products/${Number(id)}`);
    await cart.post(`/carts/${sessionOf(request).cartId}/lines`, {
      productId: product.id,
      unitPrice: product.price,
      quantity: Number(quantity),
    });
    response.redirect(303, "/cart");
  });

  app.post("/cart/:productId/removal", async (request, response) => {
    await cart.delete(`/carts/${sessionOf(request).cartId}/lines/${Number(request.params.productId)}`);
    response.redirect(303, "/cart");
  });

  app.get("/checkout", async (request, response) => {
    const session = sessionOf(request);
    if (!session.user) return response.redirect(303, "/sign-in?next=/checkout");
    const contents = await cartOf(request);
    return response.send(checkoutPage(session, contents, await productsIn(contents)));
  });

  app.post("/checkout", async (request, response) => {
    const { cartId, language, user } = sessionOf(request);
    if (!user) return response.redirect(303, "/sign-in?next=/checkout");
    const placed = await order.post<Order>("/orders", {
      userId: user.id,
      cartId,
      card: request.body.card,
      language,
    });
    return response.redirect(303, `/order/${placed.id}`);
  });

  app.get("/orders", async (request, response) => {
    const session = sessionOf(request);
    if (!session.user) return response.redirect(303, "/sign-in?next=/orders");
    return response.send(
      ordersPage(session, await order.get<OrderSummary[]>(`/orders?userId=${session.user.id}`)),
    );
  });

  app.get("/order/:id", async (request, response) => {
    const session = sessionOf(request);
    const placed = await order.get<Order>(`/orders/${encodeURIComponent(request.params.id)}`);
    // Someone else's order is answered like one that does not exist, so that numbers cannot be probed.
    if (placed.userId !== session.user?.id)
      throw new Problem(404, "order_unknown", "not an order of this user");
    response.send(orderPage(session, placed, await productsIn(placed)));
  });
}

export function signingIn(app: Express, database: Queryable, { userWith }: typeof accounts): void {
  app.use(["/sign-in", "/sign-out"], requireSession);

  app.get("/sign-in", (request, response) => {
    response.send(signInPage(sessionOf(request), localPath(request.query.next)));
  });

  app.post("/sign-in", async (request, response) => {
    const { email, password, next } = request.body;
    const user = await userWith(database, String(email), String(password));
    await signInAs(request, user);
    log.info({ "user.id": user.id }, "signed in");
    response.redirect(303, localPath(next));
  });

  app.post("/sign-out", async (request, response) => {
    await signOut(request, response);
    response.redirect(303, "/");
  });
}

/** Only a path of this shop may follow a sign-in, never another site. */
function localPath(next: unknown): string {
  return typeof next === "string" && /^\/[a-z]/.test(next) ? next : "/";
}
