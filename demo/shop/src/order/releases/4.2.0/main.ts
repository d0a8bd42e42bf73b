import { serve } from "../../../chassis/serve.ts";
import { placeOrder } from "../../place.ts";
import { orderService } from "../../service.ts";
import { surroundings } from "../../surroundings.ts";
import { kept } from "./kept.ts";

/* Order 4.2.0: the accountant gets a copy of each receipt. */

const around = surroundings();
serve(orderService({ ...around, receipts: kept(around.receipts) }, placeOrder));
