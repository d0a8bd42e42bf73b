import { connectDatabase } from "../../../chassis/database.ts";
import { serve } from "../../../chassis/serve.ts";
import { products } from "../../products.ts";
import { catalogService } from "../../service.ts";
import * as rated from "./rated.ts";

/* Catalog 2.4.0: every list says how its products are rated. */

serve(catalogService(connectDatabase(), { ...products, ...rated }));
