import { randomBytes } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { diag } from "@opentelemetry/api";
import { type ExportResult, ExportResultCode } from "@opentelemetry/core";
import type { Resource } from "@opentelemetry/resources";
import type { Location } from "../code/location.ts";
import type { SourceMaps } from "../code/source-maps.ts";
import { scope } from "../scope.ts";
import type { ProfilesSettings } from "../settings.ts";
import type { OtlpProfile } from "./encode.ts";
import { createProfileExporter } from "./exporter.ts";
import { type CpuProfile, takeProfile } from "./profiler.ts";
import { stacksOf } from "./stacks.ts";

/** How long a profile is that a signal asks for, unless the settings say otherwise. */
const askedSeconds = 10;

/** Takes CPU profiles, in a duty cycle and when a signal asks for one; one at a time. */
export function startProfiles(settings: ProfilesSettings, resource: Resource, maps: SourceMaps): void {
  const { seconds, everySeconds, signal } = settings;
  if (everySeconds === 0 && signal === undefined) return;
  // Else what V8 has optimized before a profile begins has no lines in it, and what it has inlined no functions.
  setFlagsFromString("--detailed-line-info");
  const profiles = new Profiles(settings.frequency, resource, maps);
  if (everySeconds > 0) {
    const take = () => void profiles.take(seconds * 1000);
    // Replicas that start together do not stop for their profiles together.
    setTimeout(
      () => setInterval(take, everySeconds * 1000).unref(),
      Math.random() * everySeconds * 1000,
    ).unref();
  }
  if (signal !== undefined) process.on(signal, () => void profiles.take((seconds || askedSeconds) * 1000));
}

class Profiles {
  readonly #frequency: number;
  readonly #resource: Resource;
  readonly #maps: SourceMaps;
  readonly #export: (profile: OtlpProfile) => Promise<ExportResult>;
  #running: Promise<void> | undefined;

  constructor(frequency: number, resource: Resource, maps: SourceMaps) {
    this.#frequency = frequency;
    this.#resource = resource;
    this.#maps = maps;
    this.#export = createProfileExporter();
  }

  take(ms: number): Promise<void> {
    this.#running ??= this.#take(ms)
      .catch((error: unknown) => diag.warn(`No profile could be taken: ${String(error)}`))
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #take(ms: number): Promise<void> {
    const profile = await takeProfile(ms, this.#frequency);
    const resolve = (location: Location) =>
      new Promise<Location>((found) => this.#maps.resolve(location, found));
    const stacks = await stacksOf(profile, resolve);
    await this.#resource.waitForAsyncAttributes?.();
    const { code, error } = await this.#export(
      describe(profile, { stacks, resource: this.#resource.attributes }),
    );
    if (code !== ExportResultCode.SUCCESS)
      diag.debug(`A profile was dropped: ${error?.message ?? "not taken"}`);
  }
}

function describe(
  profile: CpuProfile,
  { stacks, resource }: Pick<OtlpProfile, "stacks" | "resource">,
): OtlpProfile {
  const offset = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();
  const epochNanos = (at: number) => offset + BigInt(Math.round(at)) * 1000n;
  return {
    id: randomBytes(16),
    resource,
    scope,
    stacks,
    startNanos: epochNanos(profile.startedAt),
    durationNanos: BigInt(Math.round(profile.endedAt - profile.startedAt)) * 1000n,
    periodNanos: BigInt(Math.round(profile.periodNanos)),
    epochNanos,
  };
}
