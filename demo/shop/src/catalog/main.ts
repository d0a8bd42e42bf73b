import { connectDatabase } from "../chassis/database.ts";
import { serve } from "../chassis/serve.ts";
import { products } from "./products.ts";
import { catalogService } from "./service.ts";

serve(catalogService(connectDatabase(), products));
