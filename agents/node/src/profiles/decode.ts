import { messageOf } from "@naru/otlp/oracle";

/** A profile as a reader has it: every index followed. */
export interface DecodedProfile {
  readonly service: string | undefined;
  readonly type: string;
  readonly periodNanos: number;
  readonly startNanos: bigint;
  readonly samples: readonly DecodedSample[];
}

interface DecodedSample {
  /** Innermost first, as `function file:line`. */
  readonly stack: readonly string[];
  readonly frameTypes: readonly string[];
  readonly values: readonly number[];
  readonly at: readonly bigint[];
}

interface Wire {
  resourceProfiles: { resource: { attributes: KeyValue[] }; scopeProfiles: { profiles: WireProfile[] }[] }[];
  dictionary: {
    locationTable: { lines: { functionIndex: number; line: string }[]; attributeIndices: number[] }[];
    functionTable: { nameStrindex: number; filenameStrindex: number }[];
    stringTable: string[];
    attributeTable: { keyStrindex: number; value?: { stringValue?: string } }[];
    stackTable: { locationIndices: number[] }[];
    mappingTable: object[];
    linkTable: object[];
  };
}
interface KeyValue {
  key: string;
  value: { stringValue?: string };
}
interface WireProfile {
  sampleType: { typeStrindex: number; unitStrindex: number };
  samples: { stackIndex: number; values: string[]; timestampsUnixNano: string[] }[];
  timeUnixNano: string;
  period: string;
}

const request = messageOf("profiles");

/** Reads a request with protobufjs and the official schema. */
export function decodeProfiles(body: Uint8Array): DecodedProfile[] {
  const wire = request.toObject(request.decode(body), { longs: String, defaults: true }) as Wire;
  return wire.resourceProfiles.flatMap(({ resource, scopeProfiles }) =>
    scopeProfiles.flatMap(({ profiles }) =>
      profiles.map((profile) => ({
        service: resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue,
        ...follow(profile, wire.dictionary),
      })),
    ),
  );
}

function follow(profile: WireProfile, dictionary: Wire["dictionary"]): Omit<DecodedProfile, "service"> {
  const text = (index: number) => dictionary.stringTable[index] ?? `no string ${index}`;
  const frame = (index: number) => {
    const { functionIndex, line } = dictionary.locationTable[index]?.lines[0] ?? {
      functionIndex: -1,
      line: "",
    };
    const { nameStrindex = -1, filenameStrindex = -1 } = dictionary.functionTable[functionIndex] ?? {};
    return `${text(nameStrindex)} ${text(filenameStrindex)}:${line}`;
  };
  const locations = ({ stackIndex }: { stackIndex: number }) =>
    dictionary.stackTable[stackIndex]?.locationIndices ?? [];
  return {
    type: `${text(profile.sampleType.typeStrindex)} ${text(profile.sampleType.unitStrindex)}`,
    periodNanos: Number(profile.period),
    startNanos: BigInt(profile.timeUnixNano),
    samples: profile.samples.map((sample) => ({
      stack: locations(sample).map(frame),
      frameTypes: locations(sample).flatMap((index) =>
        (dictionary.locationTable[index]?.attributeIndices ?? []).map((attribute) => {
          const { keyStrindex = -1, value } = dictionary.attributeTable[attribute] ?? {};
          return `${text(keyStrindex)}=${value?.stringValue}`;
        }),
      ),
      values: sample.values.map(Number),
      at: sample.timestampsUnixNano.map(BigInt),
    })),
  };
}
