import { connectDatabase } from "../../../chassis/database.ts";
import { connectSessions } from "../../../chassis/session-store.ts";
import { env } from "../../../chassis/env.ts";
import { serve } from "../../../chassis/serve.ts";
import { upstream } from "../../../chassis/upstream.ts";
import { accounts } from "../../accounts.ts";
import { storefrontService } from "../../service.ts";
import { upstreams } from "../../upstreams.ts";
import { persistent } from "./persistent.ts";

/* Storefront 5.4.0: nobody waits for a slow catalogue; it is asked again instead. */

const catalog = persistent(upstream("catalog", env("CATALOG_URL"), 25));

serve(
  storefrontService({
    database: connectDatabase(),
    sessions: await connectSessions(),
    upstreams: { ...upstreams(), catalog },
    accounts,
  }),
);
