import { connectDatabase } from "../../../chassis/database.ts";
import { serve } from "../../../chassis/serve.ts";
import { products } from "../../products.ts";
import { catalogService } from "../../service.ts";
import { productDetail } from "./previews.ts";

/* Catalog 2.5.0: a product comes with a preview, drawn for whoever looks at it. */

serve(catalogService(connectDatabase(), { ...products, productDetail }));
