import { call } from "@naru/ui";
import { signIn } from "@naru/platform/identity/api.ts";

/** Signs in with the token of a start link (`/#token=…`). The token leaves the address bar, and with it the
 *  history, before anything else happens. A refused token leads to the sign-in page. */
export async function takeToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  await call(signIn, { token }).catch(() => undefined);
}
