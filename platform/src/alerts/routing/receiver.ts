import { parseDuration } from "@naru/promql";
import { z } from "zod";

/* What `AlertmanagerConfig` says of receivers. Secrets are named, never written.
 * Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.Receiver */

/** A key of a Secret in the same namespace. */
export const secretKey = z.object({ name: z.string().min(1), key: z.string().min(1) });
export type SecretKey = z.output<typeof secretKey>;

const sendResolved = (otherwise: boolean) => z.boolean().default(otherwise);
const httpConfig = z
  .object({
    authorization: z
      .object({ type: z.string().default("Bearer"), credentials: secretKey.optional() })
      .optional(),
    basicAuth: z.object({ username: secretKey.optional(), password: secretKey.optional() }).optional(),
    bearerTokenSecret: secretKey.optional(),
  })
  .default({});

const webhook = z
  .object({
    url: z.url({ protocol: /^https?$/ }).optional(),
    urlSecret: secretKey.optional(),
    sendResolved: sendResolved(true),
    maxAlerts: z.number().int().min(0).default(0),
    httpConfig,
  })
  .refine(
    ({ url, urlSecret }) => url !== undefined || urlSecret !== undefined,
    "a webhook needs url or urlSecret",
  );

const text = z.string().max(64 * 1024);
const slack = z.object({
  apiURL: secretKey,
  sendResolved: sendResolved(false),
  channel: text.optional(),
  username: text.optional(),
  color: text.optional(),
  title: text.optional(),
  titleLink: text.optional(),
  pretext: text.optional(),
  text: text.optional(),
  fallback: text.optional(),
  footer: text.optional(),
  iconEmoji: text.optional(),
  iconURL: text.optional(),
  fields: z.array(z.object({ title: text, value: text, short: z.boolean().optional() })).default([]),
  httpConfig,
});

const email = z.object({
  to: text.min(1),
  from: text.min(1),
  smarthost: z.string().regex(/^(\[[^\]]+\]|[^:[\]]+):\d{1,5}$/, "is no host:port"),
  hello: z.string().default("localhost"),
  authUsername: text.optional(),
  authPassword: secretKey.optional(),
  requireTLS: z.boolean().default(true),
  tlsConfig: z
    .object({
      insecureSkipVerify: z.boolean().default(false),
      serverName: z.string().optional(),
      ca: z.object({ secret: secretKey.optional() }).optional(),
    })
    .default({ insecureSkipVerify: false }),
  headers: z.array(z.object({ key: z.string().regex(/^[\w-]+$/), value: text })).default([]),
  text: text.optional(),
  html: text.optional(),
  sendResolved: sendResolved(false),
});

export const receiverSchema = z.looseObject({
  name: z.string().min(1),
  webhookConfigs: z.array(webhook).default([]),
  slackConfigs: z.array(slack).default([]),
  emailConfigs: z.array(email).default([]),
});

export type WebhookSettings = z.output<typeof webhook>;
export type SlackSettings = z.output<typeof slack>;
export type EmailSettings = z.output<typeof email>;
export type HttpSettings = z.output<typeof httpConfig>;

/** One way of a receiver to be told. */
export type Integration = {
  /** `cluster/namespace/config/receiver/webhook[0]` */
  readonly key: string;
  readonly receiver: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly sendResolved: boolean;
} & (
  | { readonly kind: "webhook"; readonly settings: WebhookSettings }
  | { readonly kind: "slack"; readonly settings: SlackSettings }
  | { readonly kind: "email"; readonly settings: EmailSettings }
);

const known = new Set(["name", "webhookConfigs", "slackConfigs", "emailConfigs"]);

/** @returns what of a receiver is not served here, by field */
export const notServed = (receiver: z.output<typeof receiverSchema>): string[] =>
  Object.entries(receiver)
    .filter(([field, value]) => !known.has(field) && Array.isArray(value) && value.length > 0)
    .map(([field]) => field);

/** @param place  key of its config */
export function integrationsOf(
  receiver: z.output<typeof receiverSchema>,
  { key, cluster, namespace }: { readonly key: string; readonly cluster: string; readonly namespace: string },
): Integration[] {
  const common = (kind: string, index: number, settings: { readonly sendResolved: boolean }) => ({
    key: `${key}/${receiver.name}/${kind}[${index}]`,
    receiver: receiver.name,
    cluster,
    namespace,
    sendResolved: settings.sendResolved,
  });
  return [
    ...receiver.webhookConfigs.map((settings, i) => ({
      ...common("webhook", i, settings),
      kind: "webhook" as const,
      settings,
    })),
    ...receiver.slackConfigs.map((settings, i) => ({
      ...common("slack", i, settings),
      kind: "slack" as const,
      settings,
    })),
    ...receiver.emailConfigs.map((settings, i) => ({
      ...common("email", i, settings),
      kind: "email" as const,
      settings,
    })),
  ];
}

export const durationSchema = z.string().transform((value, context) => {
  const ms = parseDuration(value);
  if (ms === undefined)
    context.addIssue({ code: "custom", message: `${JSON.stringify(value)} is no duration` });
  return ms ?? 0;
});
