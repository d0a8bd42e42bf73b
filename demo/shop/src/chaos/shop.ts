import { type Client, kinds, type KubeObject } from "@naru/kubernetes";
import { Client as Database } from "pg";
import type { Conditions } from "../card-network/conditions.ts";
import { namespace } from "../deploy.ts";

/* The running shop, from outside: its addresses, its database, its pods. */

interface Service extends KubeObject {
  readonly spec: { readonly clusterIP: string };
}

interface Secret extends KubeObject {
  readonly data: Readonly<Record<"database-password", string>>;
}

const withinMs = 10_000;

async function addressOf(client: Client, name: string): Promise<string> {
  const { spec } = await client.get<Service>(kinds.services, { namespace, name });
  return spec.clusterIP;
}

/** The password of every service's role, in base64. */
export async function readPassword(client: Client): Promise<string> {
  const { data } = await client.get<Secret>(kinds.secrets, { namespace, name: "shop" });
  return data["database-password"];
}

/** Runs statements one after the other, as the role of a service. */
export async function query(client: Client, role: string, statements: readonly string[]): Promise<void> {
  const password = Buffer.from(await readPassword(client), "base64").toString();
  const host = await addressOf(client, "database");
  const database = new Database({
    host,
    port: 5432,
    user: role,
    password,
    database: "shop",
    connectionTimeoutMillis: withinMs,
  });
  await database.connect();
  try {
    for (const statement of statements) await database.query(statement);
  } finally {
    await database.end();
  }
}

/** @throws Error when the card network does not take the conditions */
export async function askBank(client: Client, conditions: Conditions): Promise<void> {
  const answer = await fetch(`http://${await addressOf(client, "card-network")}:8080/conditions`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(conditions),
    signal: AbortSignal.timeout(withinMs),
  });
  if (!answer.ok) throw new Error(`the card network answered ${answer.status} to new conditions`);
}

export function podsOf(client: Client, service: string): Promise<KubeObject[]> {
  return client.all(kinds.pods, { namespace, labelSelector: `app.kubernetes.io/name=${service}` });
}

/** Deletes all pods of a service at once, as somebody in a hurry does; their controller makes new ones. */
export async function replacePods(client: Client, service: string): Promise<void> {
  for (const { metadata } of await podsOf(client, service)) {
    await client.delete(kinds.pods, { namespace, name: metadata.name });
  }
}
