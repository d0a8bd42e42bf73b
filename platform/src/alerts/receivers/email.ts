import { createTransport } from "nodemailer";
import type { Message } from "../notify/message.ts";
import type { EmailSettings } from "../routing/receiver.ts";
import { DeliveryError, type ReadSecret } from "./delivery.ts";
import { fill, leftOut, paragraphs, titleOf } from "./text.ts";

const timeoutMs = 15_000;
/** Port at which TLS comes before SMTP. */
const implicitTlsPort = 465;

/** Sends over SMTP: with TLS from the start at port 465, else with STARTTLS, which must be there unless `requireTLS` is
 *  false. The key makes the `Message-ID`, by which mail servers and readers know a message again.
 *  @throws DeliveryError */
export async function sendEmail(
  settings: EmailSettings,
  message: Message,
  key: string,
  secret: ReadSecret,
): Promise<void> {
  const { tlsConfig, authUsername, authPassword, requireTLS } = settings;
  const [host, port] = smarthost(settings.smarthost);
  const ca = tlsConfig.ca?.secret ? await secret(tlsConfig.ca.secret) : undefined;
  const user = authUsername;
  const transport = createTransport({
    host,
    port,
    name: settings.hello,
    secure: port === implicitTlsPort,
    requireTLS: requireTLS && port !== implicitTlsPort,
    ...(user !== undefined && { auth: { user, pass: authPassword ? await secret(authPassword) : "" } }),
    tls: {
      rejectUnauthorized: !tlsConfig.insecureSkipVerify,
      ...(tlsConfig.serverName !== undefined && { servername: tlsConfig.serverName }),
      ...(ca !== undefined && { ca }),
    },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail(mailOf(settings, message, key));
  } catch (cause) {
    if (cause instanceof DeliveryError) throw cause;
    throw new DeliveryError(
      `the mail server did not take it: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        isTransient: !isFinal(cause),
        cause,
      },
    );
  } finally {
    transport.close();
  }
}

/** Replies from 500 on stay as they are: unknown address, wrong password. */
const isFinal = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "responseCode" in cause && Number(cause.responseCode) >= 500;

function smarthost(text: string): [host: string, port: number] {
  const at = text.lastIndexOf(":");
  return [text.slice(0, at).replaceAll(/[[\]]/g, ""), Number(text.slice(at + 1))];
}

function mailOf(settings: EmailSettings, message: Message, key: string) {
  const own = Object.fromEntries(
    settings.headers.map(({ key: name, value }) => [name, fill(value, message)]),
  );
  const { Subject: subject = titleOf(message), ...headers } = own;
  return {
    from: fill(settings.from, message),
    to: fill(settings.to, message),
    subject,
    messageId: `<${key}@naru>`,
    headers: { ...headers, "X-Naru-Idempotency-Key": key },
    text:
      settings.text === undefined || settings.text === "" ? plainText(message) : fill(settings.text, message),
    ...(settings.html === undefined || settings.html === ""
      ? { html: htmlText(message) }
      : { html: fill(settings.html, message) }),
  };
}

function plainText(message: Message): string {
  const listed = paragraphs(message).map(({ alert, lines }) =>
    [`${alert.status.toUpperCase()} ${alert.labels["alertname"] ?? ""}`, ...lines, alert.generatorURL].join(
      "\n",
    ),
  );
  const more = leftOut(message);
  return [...listed, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n\n");
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (c) => escapes[c] ?? c);

function htmlText(message: Message): string {
  const listed = paragraphs(message).map(({ alert, lines }) => {
    const colour = alert.status === "firing" ? "#d92d20" : "#2e9e5b";
    const head = `<a href="${escaped(alert.generatorURL)}" style="color:${colour};font-weight:600;text-decoration:none">${escaped(
      `${alert.status === "firing" ? "●" : "✓"} ${alert.labels["alertname"] ?? ""}`,
    )}</a>`;
    return `<p style="margin:0 0 16px">${[head, ...lines.map(escaped)].join("<br>")}</p>`;
  });
  const more = leftOut(message);
  return `<div style="font:14px/1.5 sans-serif">${listed.join("")}${more > 0 ? `<p>… and ${more} more</p>` : ""}</div>`;
}
