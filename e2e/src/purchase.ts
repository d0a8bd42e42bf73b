import { eventually } from "@naru/testkit";
import { call } from "./call.ts";
import { purchases } from "./scene.ts";

interface Purchase {
  readonly traceId: string;
  readonly rootMissing: boolean;
  readonly services: readonly unknown[];
}

/** The ID of a purchase that went through five services or more, and has arrived whole. */
export function findPurchase(): Promise<string> {
  return eventually(async () => {
    const { traces } = await call<{ traces: Purchase[] }>(purchases);
    const whole = traces.find(({ rootMissing, services }) => !rootMissing && services.length >= 5);
    if (whole === undefined) throw new Error("Nobody has bought anything yet.");
    return whole.traceId;
  }, 30_000);
}
