import { serve } from "../../../chassis/serve.ts";
import { orderService } from "../../service.ts";
import { surroundings } from "../../surroundings.ts";
import { placeOnce } from "./once.ts";

/* Order 4.1.0: two clicks on "pay" are one order. */

serve(orderService(surroundings(), placeOnce));
