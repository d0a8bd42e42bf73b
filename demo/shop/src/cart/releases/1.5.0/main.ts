import { connectDatabase } from "../../../chassis/database.ts";
import { env } from "../../../chassis/env.ts";
import { serve } from "../../../chassis/serve.ts";
import { upstream } from "../../../chassis/upstream.ts";
import { cartService } from "../../service.ts";

/* Cart 1.5.0: carts in other currencies, by rates that a service of their own knows. */

const currency = upstream("currency", env("CURRENCY_URL"));
const cart = cartService(connectDatabase());

serve({
  ...cart,
  routes(app) {
    app.get("/carts/:cartId/rates", async (_request, response) => {
      response.json(await currency.get("/rates"));
    });
    cart.routes(app);
  },
});
