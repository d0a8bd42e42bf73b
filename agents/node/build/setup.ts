import { buildIfStale } from "./build.ts";

/** Tests start programs under the agent as it is built. */
export default buildIfStale;
