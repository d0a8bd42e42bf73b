/** How a field is written in OTLP/JSON and on the wire.
 *  Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding and opentelemetry-proto */
export type FieldType =
  | "string"
  | "id" // hexadecimal in JSON, bytes on the wire
  | "bytes" // base64 in JSON
  | "bool"
  | "uint32"
  | "sint32"
  | "int64"
  | "uint64"
  | "fixed32"
  | "fixed64"
  | "sfixed64"
  | "double"
  | "enum"
  | "packedFixed64"
  | "packedUint64"
  | "packedInt64"
  | "packedDouble"
  | Message;

export interface Field {
  readonly number: number;
  readonly type: FieldType;
  readonly repeated?: boolean;
}

export interface Message {
  /** By JSON name (lowerCamelCase). */
  readonly fields: Readonly<Record<string, Field>>;
}

const one = (number: number, type: FieldType): Field => ({ number, type });
const many = (number: number, type: FieldType): Field => ({ number, type, repeated: true });

const anyValue: { fields: Record<string, Field> } = {
  fields: {
    stringValue: one(1, "string"),
    boolValue: one(2, "bool"),
    intValue: one(3, "int64"),
    doubleValue: one(4, "double"),
    bytesValue: one(7, "bytes"),
  },
};
const keyValue: Message = { fields: { key: one(1, "string"), value: one(2, anyValue) } };
anyValue.fields["arrayValue"] = one(5, { fields: { values: many(1, anyValue) } });
anyValue.fields["kvlistValue"] = one(6, { fields: { values: many(1, keyValue) } });

const attributes = (number: number) => many(number, keyValue);

const resource: Message = { fields: { attributes: attributes(1), droppedAttributesCount: one(2, "uint32") } };
const scope: Message = {
  fields: {
    name: one(1, "string"),
    version: one(2, "string"),
    attributes: attributes(3),
    droppedAttributesCount: one(4, "uint32"),
  },
};

const span: Message = {
  fields: {
    traceId: one(1, "id"),
    spanId: one(2, "id"),
    traceState: one(3, "string"),
    parentSpanId: one(4, "id"),
    flags: one(16, "fixed32"),
    name: one(5, "string"),
    kind: one(6, "enum"),
    startTimeUnixNano: one(7, "fixed64"),
    endTimeUnixNano: one(8, "fixed64"),
    attributes: attributes(9),
    droppedAttributesCount: one(10, "uint32"),
    events: many(11, {
      fields: {
        timeUnixNano: one(1, "fixed64"),
        name: one(2, "string"),
        attributes: attributes(3),
        droppedAttributesCount: one(4, "uint32"),
      },
    }),
    droppedEventsCount: one(12, "uint32"),
    links: many(13, {
      fields: {
        traceId: one(1, "id"),
        spanId: one(2, "id"),
        traceState: one(3, "string"),
        attributes: attributes(4),
        droppedAttributesCount: one(5, "uint32"),
        flags: one(6, "fixed32"),
      },
    }),
    droppedLinksCount: one(14, "uint32"),
    status: one(15, { fields: { message: one(2, "string"), code: one(3, "enum") } }),
  },
};

const logRecord: Message = {
  fields: {
    timeUnixNano: one(1, "fixed64"),
    observedTimeUnixNano: one(11, "fixed64"),
    severityNumber: one(2, "enum"),
    severityText: one(3, "string"),
    body: one(5, anyValue),
    attributes: attributes(6),
    droppedAttributesCount: one(7, "uint32"),
    flags: one(8, "fixed32"),
    traceId: one(9, "id"),
    spanId: one(10, "id"),
    eventName: one(12, "string"),
  },
};

const exemplar: Message = {
  fields: {
    filteredAttributes: attributes(7),
    timeUnixNano: one(2, "fixed64"),
    asDouble: one(3, "double"),
    asInt: one(6, "sfixed64"),
    spanId: one(4, "id"),
    traceId: one(5, "id"),
  },
};
const numberPoint: Message = {
  fields: {
    attributes: attributes(7),
    startTimeUnixNano: one(2, "fixed64"),
    timeUnixNano: one(3, "fixed64"),
    asDouble: one(4, "double"),
    asInt: one(6, "sfixed64"),
    exemplars: many(5, exemplar),
    flags: one(8, "uint32"),
  },
};
const histogramPoint: Message = {
  fields: {
    attributes: attributes(9),
    startTimeUnixNano: one(2, "fixed64"),
    timeUnixNano: one(3, "fixed64"),
    count: one(4, "fixed64"),
    sum: one(5, "double"),
    bucketCounts: one(6, "packedFixed64"),
    explicitBounds: one(7, "packedDouble"),
    exemplars: many(8, exemplar),
    flags: one(10, "uint32"),
    min: one(11, "double"),
    max: one(12, "double"),
  },
};
const buckets: Message = { fields: { offset: one(1, "sint32"), bucketCounts: one(2, "packedUint64") } };
const exponentialPoint: Message = {
  fields: {
    attributes: attributes(1),
    startTimeUnixNano: one(2, "fixed64"),
    timeUnixNano: one(3, "fixed64"),
    count: one(4, "fixed64"),
    sum: one(5, "double"),
    scale: one(6, "sint32"),
    zeroCount: one(7, "fixed64"),
    positive: one(8, buckets),
    negative: one(9, buckets),
    flags: one(10, "uint32"),
    exemplars: many(11, exemplar),
    min: one(12, "double"),
    max: one(13, "double"),
    zeroThreshold: one(14, "double"),
  },
};
const summaryPoint: Message = {
  fields: {
    attributes: attributes(7),
    startTimeUnixNano: one(2, "fixed64"),
    timeUnixNano: one(3, "fixed64"),
    count: one(4, "fixed64"),
    sum: one(5, "double"),
    quantileValues: many(6, { fields: { quantile: one(1, "double"), value: one(2, "double") } }),
    flags: one(8, "uint32"),
  },
};
const temporal = (point: Message): Message => ({
  fields: { dataPoints: many(1, point), aggregationTemporality: one(2, "enum"), isMonotonic: one(3, "bool") },
});
const metric: Message = {
  fields: {
    name: one(1, "string"),
    description: one(2, "string"),
    unit: one(3, "string"),
    gauge: one(5, { fields: { dataPoints: many(1, numberPoint) } }),
    sum: one(7, temporal(numberPoint)),
    histogram: one(9, temporal(histogramPoint)),
    exponentialHistogram: one(10, temporal(exponentialPoint)),
    summary: one(11, { fields: { dataPoints: many(1, summaryPoint) } }),
    metadata: attributes(12),
  },
};

const indices = (number: number) => one(number, "packedUint64");
const valueType: Message = { fields: { typeStrindex: one(1, "uint32"), unitStrindex: one(2, "uint32") } };
const profile: Message = {
  fields: {
    sampleType: one(1, valueType),
    samples: many(2, {
      fields: {
        stackIndex: one(1, "uint32"),
        attributeIndices: indices(2),
        linkIndex: one(3, "uint32"),
        values: one(4, "packedInt64"),
        timestampsUnixNano: one(5, "packedFixed64"),
      },
    }),
    timeUnixNano: one(3, "fixed64"),
    durationNano: one(4, "uint64"),
    periodType: one(5, valueType),
    period: one(6, "int64"),
    profileId: one(7, "id"),
    droppedAttributesCount: one(8, "uint32"),
    originalPayloadFormat: one(9, "string"),
    originalPayload: one(10, "bytes"),
    attributeIndices: indices(11),
  },
};
/** What the profiles of one request have in common; referred to by index. */
const dictionary: Message = {
  fields: {
    mappingTable: many(1, {
      fields: {
        memoryStart: one(1, "uint64"),
        memoryLimit: one(2, "uint64"),
        fileOffset: one(3, "uint64"),
        filenameStrindex: one(4, "uint32"),
        attributeIndices: indices(5),
      },
    }),
    locationTable: many(2, {
      fields: {
        mappingIndex: one(1, "uint32"),
        address: one(2, "uint64"),
        lines: many(3, {
          fields: { functionIndex: one(1, "uint32"), line: one(2, "int64"), column: one(3, "int64") },
        }),
        attributeIndices: indices(4),
      },
    }),
    functionTable: many(3, {
      fields: {
        nameStrindex: one(1, "uint32"),
        systemNameStrindex: one(2, "uint32"),
        filenameStrindex: one(3, "uint32"),
        startLine: one(4, "int64"),
      },
    }),
    linkTable: many(4, { fields: { traceId: one(1, "id"), spanId: one(2, "id") } }),
    stringTable: many(5, "string"),
    attributeTable: many(6, {
      fields: { keyStrindex: one(1, "uint32"), value: one(2, anyValue), unitStrindex: one(3, "uint32") },
    }),
    stackTable: many(7, { fields: { locationIndices: indices(1) } }),
  },
};

const request = (
  resources: string,
  scopes: string,
  items: string,
  item: Message,
  more: Readonly<Record<string, Field>> = {},
): Message => ({
  fields: {
    ...more,
    [resources]: many(1, {
      fields: {
        resource: one(1, resource),
        [scopes]: many(2, {
          fields: { scope: one(1, scope), [items]: many(2, item), schemaUrl: one(3, "string") },
        }),
        schemaUrl: one(3, "string"),
      },
    }),
  },
});

/** The `Export…ServiceRequest` of each signal. */
export const requests = {
  traces: request("resourceSpans", "scopeSpans", "spans", span),
  logs: request("resourceLogs", "scopeLogs", "logRecords", logRecord),
  metrics: request("resourceMetrics", "scopeMetrics", "metrics", metric),
  profiles: request("resourceProfiles", "scopeProfiles", "profiles", profile, {
    dictionary: one(2, dictionary),
  }),
} as const;

const partialSuccess = (rejected: string): Message => ({
  fields: {
    partialSuccess: one(1, { fields: { [rejected]: one(1, "int64"), errorMessage: one(2, "string") } }),
  },
});

/** The `Export…ServiceResponse` of each signal. */
export const responses = {
  traces: { message: partialSuccess("rejectedSpans"), rejected: "rejectedSpans" },
  logs: { message: partialSuccess("rejectedLogRecords"), rejected: "rejectedLogRecords" },
  metrics: { message: partialSuccess("rejectedDataPoints"), rejected: "rejectedDataPoints" },
  profiles: { message: partialSuccess("rejectedProfiles"), rejected: "rejectedProfiles" },
} as const;

/** google.rpc.Status */
export const statusMessage: Message = { fields: { code: one(1, "uint32"), message: one(2, "string") } };
