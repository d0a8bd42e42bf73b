import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join, resolve } from "node:path";

/** Which loopback addresses belong to a cluster: several on one machine must not meet. */
export interface AddressRange {
  /** `127.16`: of services. */
  readonly services: string;
  /** Of a node's pods, from 0. */
  readonly node: (index: number) => string;
  release(): void;
}

/** 127.16 to 127.251, each slot with one network of services and 16 of nodes. */
const firstNetwork = 16;
const networksPerSlot = 17;
const slotCount = 14;
/** Whoever listens here holds the slot: gone with the process however that ends. */
const claimPort = 10_257;

/** Takes a slot for the cluster of a folder: always the same one, from the first time.
 *  @throws Error when a cluster that runs holds it */
export async function claimRange(folder: string): Promise<AddressRange> {
  const file = join(folder, "network.json");
  const kept = await keptSlot(file);
  if (kept !== undefined) {
    const claim = await listenFor(kept);
    if (claim) return rangeOf(kept, claim);
    const network = firstNetwork + kept * networksPerSlot;
    throw new Error(
      `the addresses 127.${network}.0.0/16 of this cluster are in use by another one: stop that first`,
    );
  }
  const preferred = createHash("sha256").update(resolve(folder)).digest().readUInt32BE() % slotCount;
  for (let tried = 0; tried < slotCount; tried++) {
    const slot = (preferred + tried) % slotCount;
    const claim = await listenFor(slot);
    if (!claim) continue;
    await writeFile(file, JSON.stringify({ slot }));
    return rangeOf(slot, claim);
  }
  throw new Error(`${slotCount} clusters run on this machine: no more addresses are left for another`);
}

async function keptSlot(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as { slot: number }).slot;
}

function rangeOf(slot: number, claim: Server): AddressRange {
  const network = firstNetwork + slot * networksPerSlot;
  return {
    services: `127.${network}`,
    node: (index) => `127.${network + 1 + index}`,
    release: () => void claim.close(),
  };
}

async function listenFor(slot: number): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy()).unref();
  try {
    server.listen({
      host: `127.${firstNetwork + slot * networksPerSlot}.0.0`,
      port: claimPort,
      exclusive: true,
    });
    await once(server, "listening");
    return server;
  } catch (error) {
    server.close();
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw error;
  }
}
