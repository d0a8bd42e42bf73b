import type { Message } from "../notify/message.ts";
import type { SlackSettings } from "../routing/receiver.ts";
import { DeliveryError, type ReadSecret } from "./delivery.ts";
import { postJson } from "./http.ts";
import { fill, leftOut, paragraphs, titleOf } from "./text.ts";

/** An incoming webhook of Slack, or of what understands the same JSON (Mattermost, Rocket.Chat).
 *  @throws DeliveryError
 *  Source: https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
export async function sendSlack(
  settings: SlackSettings,
  message: Message,
  key: string,
  secret: ReadSecret,
  signal: AbortSignal,
): Promise<void> {
  const url = (await secret(settings.apiURL)).trim();
  if (!URL.canParse(url)) throw new DeliveryError("its address is no URL", { isTransient: false });
  const body = JSON.stringify(slackJson(settings, message));
  await postJson({ url, body, key, http: settings.httpConfig, secret, signal });
}

const colours = { critical: "#d92d20", warning: "#e08a00", info: "#2f6fde" } as const;

function colourOf({ status, commonLabels: { severity = "" } }: Message): string {
  if (status === "resolved") return "#2e9e5b";
  return severity in colours ? colours[severity as keyof typeof colours] : colours.warning;
}

export function slackJson(settings: SlackSettings, message: Message): object {
  const own = (template: string | undefined, otherwise: string): string =>
    template === undefined || template === "" ? otherwise : fill(template, message);
  const optional = (name: string, template: string | undefined) =>
    template === undefined || template === "" ? {} : { [name]: fill(template, message) };
  const title = own(settings.title, titleOf(message));
  return {
    ...optional("channel", settings.channel),
    ...optional("username", settings.username),
    ...optional("icon_emoji", settings.iconEmoji),
    ...optional("icon_url", settings.iconURL),
    attachments: [
      {
        color: own(settings.color, colourOf(message)),
        fallback: own(settings.fallback, title),
        title,
        title_link: own(settings.titleLink, `${message.externalURL}/alerts`),
        ...optional("pretext", settings.pretext),
        ...optional("footer", settings.footer),
        text: own(settings.text, plainText(message)),
        fields: settings.fields.map(({ title: name, value, short = true }) => ({
          title: fill(name, message),
          value: fill(value, message),
          short,
        })),
        mrkdwn_in: ["text", "pretext", "fallback"],
      },
    ],
  };
}

/** Slack's own marks in values are taken for text. */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function plainText(message: Message): string {
  const listed = paragraphs(message).map(({ alert, lines }) => {
    const [first = "", ...rest] = lines.map(escaped);
    return [`<${alert.generatorURL}|${alert.status === "firing" ? "●" : "✓"} ${first}>`, ...rest].join("\n");
  });
  const more = leftOut(message);
  return [...listed, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n\n");
}
