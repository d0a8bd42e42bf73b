export { Aggregation } from "./aggregation.ts";
export { frontProxyIdentity, publishAuthentication } from "./front-proxy.ts";
export { localApiServices } from "./local.ts";
