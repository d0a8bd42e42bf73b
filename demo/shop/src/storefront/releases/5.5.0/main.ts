import { connectDatabase } from "../../../chassis/database.ts";
import { connectSessions } from "../../../chassis/session-store.ts";
import { serve } from "../../../chassis/serve.ts";
import { accounts } from "../../accounts.ts";
import { storefrontService } from "../../service.ts";
import { upstreams } from "../../upstreams.ts";
import { categoriesOfVisitor } from "./by-visitor.ts";

/* Storefront 5.5.0: which categories there are may depend on the visitor. */

const others = upstreams();

serve(
  storefrontService({
    database: connectDatabase(),
    sessions: await connectSessions(),
    upstreams: others,
    accounts,
    categories: categoriesOfVisitor(others.catalog),
  }),
);
