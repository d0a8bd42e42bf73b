import { attributes, type Attributes } from "./attributes.ts";

/** Where telemetry comes from: a resource and an instrumentation scope. */
export interface Origin {
  readonly service?: string;
  readonly resource?: Attributes;
  readonly resourceSchemaUrl?: string;
  readonly scope?: {
    readonly name?: string;
    readonly version?: string;
    readonly attributes?: Attributes;
    readonly schemaUrl?: string;
  };
}

/** One ResourceSpans, ResourceLogs or ResourceMetrics. */
export function from(origin: Origin, scopes: string, items: string, list: readonly object[]): object {
  const { service, resource, resourceSchemaUrl, scope = {} } = origin;
  const { attributes: ofScope, schemaUrl, ...named } = scope;
  return {
    resource: {
      attributes: attributes({ ...(service !== undefined && { "service.name": service }), ...resource }),
    },
    [scopes]: [{ scope: { ...named, attributes: attributes(ofScope) }, [items]: list, schemaUrl }],
    schemaUrl: resourceSchemaUrl,
  };
}

/** Nanoseconds since 1970, as OTLP/JSON writes them. */
export const nano = (time: bigint | undefined): string => String(time ?? BigInt(Date.now()) * 1_000_000n);
