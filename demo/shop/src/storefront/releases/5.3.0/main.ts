import { connectDatabase } from "../../../chassis/database.ts";
import { connectSessions } from "../../../chassis/session-store.ts";
import { serve } from "../../../chassis/serve.ts";
import { accounts } from "../../accounts.ts";
import { storefrontService } from "../../service.ts";
import { upstreams } from "../../upstreams.ts";
import { userWith } from "./leaked.ts";

/* Storefront 5.3.0: whoever signs in with a password that has leaked elsewhere is noted. */

serve(
  storefrontService({
    database: connectDatabase(),
    sessions: await connectSessions(),
    upstreams: upstreams(),
    accounts: { ...accounts, userWith },
  }),
);
