import { condition } from "@naru/ui";

/** A filter for what a user did: older conventions have another name for it.
 *  Source: https://opentelemetry.io/docs/specs/semconv/registry/attributes/enduser/ */
export const ofUser = (user: string): string =>
  `(${condition("user.id", "=", user)} OR ${condition("enduser.id", "=", user)})`;
