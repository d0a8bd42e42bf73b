import { serve } from "../chassis/serve.ts";
import { placeOrder } from "./place.ts";
import { orderService } from "./service.ts";
import { surroundings } from "./surroundings.ts";

serve(orderService(surroundings(), placeOrder));
