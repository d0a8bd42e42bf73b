import { connectDatabase } from "../chassis/database.ts";
import { connectSessions } from "../chassis/session-store.ts";
import { serve } from "../chassis/serve.ts";
import { accounts } from "./accounts.ts";
import { storefrontService } from "./service.ts";
import { upstreams } from "./upstreams.ts";

serve(
  storefrontService({
    database: connectDatabase(),
    sessions: await connectSessions(),
    upstreams: upstreams(),
    accounts,
  }),
);
