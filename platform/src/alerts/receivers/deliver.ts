import type { Message } from "../notify/message.ts";
import type { Integration } from "../routing/receiver.ts";
import type { ReadSecret } from "./delivery.ts";
import { sendEmail } from "./email.ts";
import { sendSlack } from "./slack.ts";
import { sendWebhook } from "./webhook.ts";

/** Hands a message to a receiver by its kind.
 *  @throws DeliveryError */
export function deliver(
  integration: Integration,
  message: Message,
  key: string,
  secret: ReadSecret,
  signal: AbortSignal,
): Promise<void> {
  switch (integration.kind) {
    case "webhook":
      return sendWebhook(integration.settings, message, key, secret, signal);
    case "slack":
      return sendSlack(integration.settings, message, key, secret, signal);
    case "email":
      return sendEmail(integration.settings, message, key, secret);
  }
}
