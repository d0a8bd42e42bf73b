export { readVersion1 } from "./read-v1.ts";
export { readVersion2 } from "./read-v2.ts";
export { WriteError, type WriteSeries } from "./request.ts";
export { SnappyError, unsnap } from "./snappy.ts";
export { type Converted, remoteWriteScope, toOtlp } from "./to-otlp.ts";
