import { connectDatabase } from "../chassis/database.ts";
import { serve } from "../chassis/serve.ts";
import { cartService } from "./service.ts";

serve(cartService(connectDatabase()));
