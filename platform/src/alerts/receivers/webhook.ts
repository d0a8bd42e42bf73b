import type { Message } from "../notify/message.ts";
import type { WebhookSettings } from "../routing/receiver.ts";
import { DeliveryError, type ReadSecret } from "./delivery.ts";
import { postJson } from "./http.ts";

/** @throws DeliveryError */
export async function sendWebhook(
  { url, urlSecret, maxAlerts, httpConfig }: WebhookSettings,
  message: Message,
  key: string,
  secret: ReadSecret,
  signal: AbortSignal,
): Promise<void> {
  const address = urlSecret ? (await secret(urlSecret)).trim() : url;
  if (address === undefined || !URL.canParse(address))
    throw new DeliveryError("its address is no URL", { isTransient: false });
  const cut =
    maxAlerts > 0 && message.alerts.length > maxAlerts
      ? {
          ...message,
          alerts: message.alerts.slice(0, maxAlerts),
          truncatedAlerts: message.truncatedAlerts + message.alerts.length - maxAlerts,
        }
      : message;
  await postJson({ url: address, body: JSON.stringify(cut), key, http: httpConfig, secret, signal });
}
