import { connectDatabase } from "../chassis/database.ts";
import { serve } from "../chassis/serve.ts";
import { reservations } from "./reservations.ts";
import { inventoryService } from "./service.ts";

serve(inventoryService(connectDatabase(), reservations));
