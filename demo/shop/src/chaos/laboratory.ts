import { type Client, isReason, kinds } from "@naru/kubernetes";
import { namespace } from "../deploy.ts";
import { Changes } from "./changes.ts";
import { ChaosError } from "./error.ts";
import type { Fault, Truth } from "./fault.ts";
import { faults } from "./faults.ts";
import { bystanderOf, herrings } from "./herrings.ts";
import { Memory, type Running, type TruthRecord } from "./memory.ts";
import { putBack } from "./undo.ts";

interface LaboratoryOptions {
  /** Of the cluster in which the shop runs. */
  readonly client: Client;
  /** Its own: what to put back, and the truth. */
  readonly folder: string;
}

/** Makes one thing go wrong at a time, remembers what it was and puts it back.
 *  @throws ChaosError from every call */
export class Laboratory {
  readonly #client: Client;
  readonly #memory: Memory;

  constructor({ client, folder }: LaboratoryOptions) {
    this.#client = client;
    this.#memory = new Memory(folder);
  }

  async running(): Promise<TruthRecord | undefined> {
    return (await this.#memory.running())?.record;
  }

  /** @param withHerring  the name of a herring, to mislead at the same time */
  async start(name: string, withHerring?: string): Promise<TruthRecord> {
    const fault = faultNamed(name);
    const herring = withHerring === undefined ? undefined : herringNamed(withHerring);
    const before = await this.running();
    if (before) {
      const help = "One at a time, so that there is one truth: ./naru chaos stop";
      throw new ChaosError("RUNNING", `${before.fault} has been running since ${before.startedAt}`, help);
    }
    await this.#findShop();
    const service = bystanderOf(fault);
    let running: Running = {
      record: recordOf(fault, herring && [{ herring: herring.name, service }]),
      undo: [],
    };
    await this.#memory.keep(running);
    const changes = new Changes(this.#client, async (undo) => {
      running = { ...running, undo: [...running.undo, undo] };
      await this.#memory.keep(running);
    });
    try {
      const found = await fault.start(changes);
      await herring?.start(changes, service);
      running = { ...running, record: withFound(running.record, found ?? {}) };
      await this.#memory.keep(running);
    } catch (cause) {
      await this.#undo(running);
      if (cause instanceof ChaosError) throw cause;
      const message = `${name} could not be started: ${(cause as Error).message}`;
      throw new ChaosError("NOT_STARTED", message, "Nothing is left of it. Is the shop open? ./naru status", {
        cause,
      });
    }
    await this.#memory.tell(running.record);
    return running.record;
  }

  /** Puts everything back that the running fault has changed.
   *  @param name  only if it is this one */
  async stop(name?: string): Promise<TruthRecord> {
    const running = await this.#memory.running();
    if (!running || (name !== undefined && running.record.fault !== name)) {
      const message = name === undefined ? "nothing runs" : `${faultNamed(name).name} does not run`;
      throw new ChaosError("NOT_RUNNING", message, "./naru chaos status tells what does.");
    }
    await this.#undo(running);
    const record = { ...running.record, stoppedAt: new Date().toISOString() };
    await this.#memory.tell(record);
    return record;
  }

  /** Last change first. What cannot be put back now stays remembered, for the next attempt. */
  async #undo(running: Running): Promise<void> {
    const left = [...running.undo];
    for (let undo = left.at(-1); undo; undo = left.at(-1)) {
      try {
        await putBack(this.#client, undo);
      } catch (cause) {
        await this.#memory.keep({ ...running, undo: left });
        const message = `${running.record.fault} could not be undone: ${(cause as Error).message}`;
        throw new ChaosError("NOT_UNDONE", message, "Try again when the shop is up: ./naru chaos stop", {
          cause,
        });
      }
      left.pop();
    }
    await this.#memory.forget();
  }

  async #findShop(): Promise<void> {
    try {
      await this.#client.get(kinds.deployments, { namespace, name: "storefront" });
    } catch (cause) {
      if (isReason(cause, "NotFound")) {
        throw new ChaosError("NO_SHOP", "the shop is not in this cluster", "Start it: ./naru up --demo", {
          cause,
        });
      }
      throw new ChaosError("NO_CLUSTER", "the cluster does not answer", "Start it: ./naru up --demo", {
        cause,
      });
    }
  }
}

/** @throws ChaosError UNKNOWN */
export function faultNamed(name: string): Fault {
  const found = faults.find((each) => each.name === name);
  if (found) return found;
  throw new ChaosError("UNKNOWN", `there is no fault ${name}`, "./naru chaos list names them.");
}

function herringNamed(name: string) {
  const found = herrings.find((each) => each.name === name);
  if (found) return found;
  const names = herrings.map((each) => each.name).join(", ");
  throw new ChaosError("UNKNOWN", `there is no herring ${name}`, `These there are: ${names}.`);
}

const recordOf = (fault: Fault, deceits: TruthRecord["herrings"] = []): TruthRecord => ({
  fault: fault.name,
  startedAt: new Date().toISOString(),
  stoppedAt: null,
  expected: fault.truth ?? null,
  herrings: deceits,
});

function withFound(
  record: TruthRecord,
  { services = [], kinds = [], inside = [] }: Partial<Truth>,
): TruthRecord {
  const { expected } = record;
  if (!expected) return record;
  const added = {
    services: [...expected.services, ...services],
    kinds: [...expected.kinds, ...kinds],
    inside: [...expected.inside, ...inside],
  };
  return { ...record, expected: added };
}
