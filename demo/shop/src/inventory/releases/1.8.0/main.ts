import { connectDatabase } from "../../../chassis/database.ts";
import { serve } from "../../../chassis/serve.ts";
import { reservations } from "../../reservations.ts";
import { inventoryService } from "../../service.ts";
import { reserve } from "./paced.ts";

/* Inventory 1.8.0: the warehouse is told of reservations no faster than it can take them. */

serve(inventoryService(connectDatabase(), { ...reservations, reserve }));
