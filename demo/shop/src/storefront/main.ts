import { connectDatabase } from "../chassis/database.ts";
import { serve } from "../chassis/serve.ts";
import { accounts } from "./accounts.ts";
import { storefrontService } from "./service.ts";
import { upstreams } from "./upstreams.ts";

serve(storefrontService({ database: connectDatabase(), upstreams: upstreams(), accounts }));
